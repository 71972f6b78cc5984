package forecourt.testing.analysis;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** `word_delimiter_graph`: splits `XR-2200a` at its joints. */
final class WordDelimiterGraphFactory extends AbstractTokenFilterFactory {
    private static final Pattern RULE = Pattern.compile("(.*)\\s*=>\\s*(.*)\\s*$");
    /** Lucene's WordDelimiterIterator constants, which it keeps to itself. */
    private static final Map<String, Integer> TYPES = Map.of(
        "LOWER", 0x01, "UPPER", 0x02, "ALPHA", 0x03, "DIGIT", 0x04, "ALPHANUM", 0x07, "SUBWORD_DELIM", 0x08);

    private final int flags;
    private final boolean adjustOffsets;
    private final byte[] table;
    private final CharArraySet protectedWords;

    WordDelimiterGraphFactory(String name, Settings settings, Environment env) {
        super(name, settings);
        this.flags = flag(settings, "generate_word_parts", true, WordDelimiterGraphFilter.GENERATE_WORD_PARTS)
            | flag(settings, "generate_number_parts", true, WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS)
            | flag(settings, "catenate_words", false, WordDelimiterGraphFilter.CATENATE_WORDS)
            | flag(settings, "catenate_numbers", false, WordDelimiterGraphFilter.CATENATE_NUMBERS)
            | flag(settings, "catenate_all", false, WordDelimiterGraphFilter.CATENATE_ALL)
            | flag(settings, "split_on_case_change", true, WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE)
            | flag(settings, "preserve_original", false, WordDelimiterGraphFilter.PRESERVE_ORIGINAL)
            | flag(settings, "split_on_numerics", true, WordDelimiterGraphFilter.SPLIT_ON_NUMERICS)
            | flag(settings, "stem_english_possessive", true, WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE)
            | flag(settings, "ignore_keywords", false, WordDelimiterGraphFilter.IGNORE_KEYWORDS);
        this.adjustOffsets = settings.getAsBoolean("adjust_offsets", true);
        List<String> rules = Analysis.getWordList(env, settings, "type_table");
        this.table = rules == null ? WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE : typeTable(rules);
        this.protectedWords = Analysis.getWordSet(env, settings, "protected_words");
    }

    @Override
    public TokenStream create(TokenStream input) {
        return new WordDelimiterGraphFilter(input, adjustOffsets, table, flags, protectedWords);
    }

    @Override
    public TokenFilterFactory getSynonymFilter() {
        throw new IllegalArgumentException("Token filter [" + name() + "] cannot be used to parse synonyms");
    }

    private static int flag(Settings settings, String key, boolean fallback, int flag) {
        return settings.getAsBoolean(key, fallback) ? flag : 0;
    }

    private static byte[] typeTable(List<String> rules) {
        TreeMap<Character, Byte> types = new TreeMap<>();
        for (String rule : rules) {
            Matcher matcher = RULE.matcher(rule);
            if (!matcher.find()) {
                throw new IllegalArgumentException("Invalid Mapping Rule : [" + rule + "]");
            }
            String left = Escapes.resolve(matcher.group(1).trim());
            Integer type = TYPES.get(matcher.group(2).trim());
            if (left.length() != 1 || type == null) {
                throw new IllegalArgumentException("Invalid Mapping Rule : [" + rule + "]");
            }
            types.put(left.charAt(0), type.byteValue());
        }
        byte[] defaults = WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE;
        byte[] table = new byte[Math.max(types.lastKey() + 1, defaults.length)];
        for (int code = 0; code < table.length; code++) {
            table[code] = code < defaults.length ? defaults[code] : WordDelimiterIterator.getType(code);
        }
        types.forEach((character, type) -> table[character] = type);
        return table;
    }
}
