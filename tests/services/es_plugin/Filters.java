package forecourt.testing.analysis;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.miscellaneous.KeepWordFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountFilter;
import org.apache.lucene.analysis.miscellaneous.PatternKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** Token filters that need nothing but their settings. */
final class Filters {
    private Filters() {}

    static TokenFilterFactory plain(String name, Settings settings, UnaryOperator<TokenStream> create) {
        return new Plain(name, settings, create);
    }

    /** A filter that also applies to terms that are not analysed otherwise (wildcards, keyword normalizers). */
    static TokenFilterFactory normalizing(String name, Settings settings, UnaryOperator<TokenStream> create) {
        return new Normalizing(name, settings, create);
    }

    static TokenFilterFactory length(String name, Settings settings) {
        int min = settings.getAsInt("min", 0);
        int max = settings.getAsInt("max", Integer.MAX_VALUE);
        return plain(name, settings, in -> new LengthFilter(in, min, max));
    }

    static TokenFilterFactory unique(String name, Settings settings) {
        boolean samePosition = settings.getAsBoolean("only_on_same_position", false);
        return plain(name, settings, in -> new UniqueTokenFilter(in, samePosition));
    }

    static TokenFilterFactory limit(String name, Settings settings) {
        int count = settings.getAsInt("max_token_count", 1);
        boolean consumeAll = settings.getAsBoolean("consume_all_tokens", false);
        return plain(name, settings, in -> new LimitTokenCountFilter(in, count, consumeAll));
    }

    static TokenFilterFactory truncate(String name, Settings settings) {
        int length = settings.getAsInt("length", -1);
        if (length <= 0) {
            throw new IllegalArgumentException("length parameter must be provided");
        }
        return plain(name, settings, in -> new TruncateTokenFilter(in, length));
    }

    static TokenFilterFactory elision(String name, Settings settings, Environment env) {
        CharArraySet given = Analysis.parseArticles(env, settings);
        CharArraySet articles = given == null ? FrenchAnalyzer.DEFAULT_ARTICLES : given;
        return normalizing(name, settings, in -> new ElisionFilter(in, articles));
    }

    static TokenFilterFactory keep(String name, Settings settings, Environment env) {
        CharArraySet words = Analysis.getWordSet(env, settings, "keep_words");
        if (words == null) {
            throw new IllegalArgumentException("keep requires either `keep_words` or `keep_words_path` to be configured");
        }
        return plain(name, settings, in -> new KeepWordFilter(in, words));
    }

    static TokenFilterFactory keywordMarker(String name, Settings settings, Environment env) {
        String pattern = settings.get("keywords_pattern");
        if (pattern != null) {
            if (settings.get("keywords") != null || settings.get("keywords_path") != null) {
                throw new IllegalArgumentException("cannot specify both `keywords_pattern` and `keywords` or `keywords_path`");
            }
            Pattern compiled = Pattern.compile(pattern);
            return plain(name, settings, in -> new PatternKeywordMarkerFilter(in, compiled));
        }
        CharArraySet words = Analysis.getWordSet(env, settings, "keywords");
        if (words == null) {
            throw new IllegalArgumentException(
                "keyword filter requires either `keywords`, `keywords_path`, or `keywords_pattern` to be configured");
        }
        CharArraySet keywords = new CharArraySet(words, settings.getAsBoolean("ignore_case", false));
        return plain(name, settings, in -> new SetKeywordMarkerFilter(in, keywords));
    }

    static TokenFilterFactory patternCapture(String name, Settings settings) {
        List<String> given = settings.getAsList("patterns", null, false);
        if (given == null) {
            throw new IllegalArgumentException("required setting 'patterns' is missing for token filter [" + name + "]");
        }
        Pattern[] patterns = given.stream().map(Pattern::compile).toArray(Pattern[]::new);
        boolean preserve = settings.getAsBoolean("preserve_original", true);
        return plain(name, settings, in -> new PatternCaptureGroupTokenFilter(in, preserve, patterns));
    }

    static TokenFilterFactory patternReplace(String name, Settings settings) {
        String given = settings.get("pattern", null);
        if (given == null) {
            throw new IllegalArgumentException("pattern is missing for [" + name + "] token filter of type 'pattern_replace'");
        }
        Pattern pattern = Regex.compile(given, settings.get("flags"));
        String replacement = settings.get("replacement", "");
        boolean all = settings.getAsBoolean("all", true);
        return normalizing(name, settings, in -> new PatternReplaceFilter(in, pattern, replacement, all));
    }

    private static class Plain extends AbstractTokenFilterFactory {
        private final UnaryOperator<TokenStream> create;

        Plain(String name, Settings settings, UnaryOperator<TokenStream> create) {
            super(name, settings);
            this.create = create;
        }

        @Override
        public TokenStream create(TokenStream input) {
            return create.apply(input);
        }
    }

    private static final class Normalizing extends Plain implements NormalizingTokenFilterFactory {
        Normalizing(String name, Settings settings, UnaryOperator<TokenStream> create) {
            super(name, settings, create);
        }
    }
}
