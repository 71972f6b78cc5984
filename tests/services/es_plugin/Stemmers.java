package forecourt.testing.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.tartarus.snowball.ext.EnglishStemmer;

/** English stemmers under their official names. */
final class Stemmers {
    private Stemmers() {}

    static TokenFilterFactory named(String name, Settings settings) {
        String language = settings.get("language", settings.get("name", "porter"));
        return switch (language.toLowerCase(Locale.ROOT)) {
            case "english", "porter" -> Filters.plain(name, settings, PorterStemFilter::new);
            case "light_english", "lightenglish", "kstem" -> Filters.plain(name, settings, KStemFilter::new);
            case "minimal_english" -> Filters.plain(name, settings, EnglishMinimalStemFilter::new);
            case "possessive_english" -> Filters.plain(name, settings, EnglishPossessiveFilter::new);
            case "porter2" -> Filters.plain(name, settings, in -> new SnowballFilter(in, new EnglishStemmer()));
            default -> throw new IllegalArgumentException(
                "The test server knows English stemmers only, not [" + language + "] (tests/services/es_plugin)");
        };
    }

    static TokenFilterFactory override(String name, Settings settings, Environment env) {
        List<String> rules = Analysis.getWordList(env, settings, "rules");
        if (rules == null) {
            throw new IllegalArgumentException("stemmer override filter requires either `rules` or `rules_path` to be configured");
        }
        StemmerOverrideFilter.Builder builder = new StemmerOverrideFilter.Builder(false);
        for (String rule : rules) {
            String[] sides = rule.split("=>", -1);
            if (sides.length != 2 || sides[1].isBlank() || sides[1].contains(",")) {
                throw new IllegalArgumentException("Invalid Keyword override Rule:" + rule);
            }
            for (String word : sides[0].split(",")) {
                builder.add(word.trim(), sides[1].trim());
            }
        }
        try {
            StemmerOverrideFilter.StemmerOverrideMap map = builder.build();
            return Filters.plain(name, settings, in -> new StemmerOverrideFilter(in, map));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
