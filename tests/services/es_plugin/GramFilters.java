package forecourt.testing.analysis;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** Filters that cut a term, or a run of terms, into parts of fixed sizes. */
final class GramFilters {
    private static final Map<String, Integer> SCRIPTS = Map.of(
        "han", CJKBigramFilter.HAN,
        "hiragana", CJKBigramFilter.HIRAGANA,
        "katakana", CJKBigramFilter.KATAKANA,
        "hangul", CJKBigramFilter.HANGUL);

    private GramFilters() {}

    static TokenFilterFactory cjkBigram(String name, Settings settings) {
        boolean unigrams = settings.getAsBoolean("output_unigrams", false);
        Set<String> scripts = new HashSet<>(SCRIPTS.keySet());
        settings.getAsList("ignored_scripts").forEach(scripts::remove);
        int flags = scripts.stream().mapToInt(SCRIPTS::get).sum();
        return new Gram(name, settings, !unigrams, in -> new CJKBigramFilter(in, flags, unigrams));
    }

    static TokenFilterFactory edge(String name, Settings settings) {
        int min = settings.getAsInt("min_gram", 1);
        int max = settings.getAsInt("max_gram", 2);
        boolean preserve = settings.getAsBoolean("preserve_original", false);
        boolean back = "back".equals(settings.get("side", "front"));
        return new Gram(name, settings, false, in -> {
            TokenStream start = back ? new ReverseStringFilter(in) : in;
            TokenStream grams = new EdgeNGramTokenFilter(start, min, max, preserve);
            return back ? new ReverseStringFilter(grams) : grams;
        });
    }

    static TokenFilterFactory all(String name, Settings settings, IndexSettings index) {
        int min = settings.getAsInt("min_gram", 1);
        int max = settings.getAsInt("max_gram", 2);
        boolean preserve = settings.getAsBoolean("preserve_original", false);
        checkSpread(min, max, index);
        return new Gram(name, settings, false, in -> new NGramTokenFilter(in, min, max, preserve));
    }

    /** Refuses what `index.max_ngram_diff` refuses. `index` is null when `_analyze` is called without an index. */
    static void checkSpread(int min, int max, IndexSettings index) {
        int allowed = index == null ? 1 : index.getMaxNgramDiff();
        if (max - min > allowed) {
            throw new IllegalArgumentException(
                "The difference between max_gram and min_gram in NGram Tokenizer must be less than or equal to: ["
                    + allowed + "] but was [" + (max - min) + "]. This limit can be set by changing the "
                    + "[index.max_ngram_diff] index level setting.");
        }
    }

    private static final class Gram extends AbstractTokenFilterFactory {
        private final boolean forSynonyms;
        private final UnaryOperator<TokenStream> create;

        Gram(String name, Settings settings, boolean forSynonyms, UnaryOperator<TokenStream> create) {
            super(name, settings);
            this.forSynonyms = forSynonyms;
            this.create = create;
        }

        @Override
        public TokenStream create(TokenStream input) {
            return create.apply(input);
        }

        @Override
        public boolean breaksFastVectorHighlighter() {
            return !forSynonyms;
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            if (forSynonyms) {
                return this;
            }
            throw new IllegalArgumentException("Token filter [" + name() + "] cannot be used to parse synonyms");
        }
    }
}
