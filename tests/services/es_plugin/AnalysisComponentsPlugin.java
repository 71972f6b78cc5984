package forecourt.testing.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.LowerCaseFilter;
import org.apache.lucene.analysis.core.UpperCaseFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.PreConfiguredCharFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * The analysis components that a full Elasticsearch has built in and its Maven build leaves out, under their official
 * names and with their official settings and defaults. A test fixture: no user's server needs it.
 */
public class AnalysisComponentsPlugin extends Plugin implements AnalysisPlugin {
    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new HashMap<>();
        filters.put("porter_stem", (index, env, name, s) -> Filters.plain(name, s, PorterStemFilter::new));
        filters.put("kstem", (index, env, name, s) -> Filters.plain(name, s, KStemFilter::new));
        filters.put("reverse", (index, env, name, s) -> Filters.plain(name, s, ReverseStringFilter::new));
        filters.put("flatten_graph", (index, env, name, s) -> Filters.plain(name, s, FlattenGraphFilter::new));
        filters.put("remove_duplicates", (index, env, name, s) -> Filters.plain(name, s, RemoveDuplicatesTokenFilter::new));
        filters.put("lowercase", (index, env, name, s) -> Filters.normalizing(name, s, LowerCaseFilter::new));
        filters.put("uppercase", (index, env, name, s) -> Filters.normalizing(name, s, UpperCaseFilter::new));
        filters.put("cjk_width", (index, env, name, s) -> Filters.normalizing(name, s, CJKWidthFilter::new));
        filters.put("decimal_digit", (index, env, name, s) -> Filters.normalizing(name, s, DecimalDigitFilter::new));
        filters.put("trim", (index, env, name, s) -> Filters.normalizing(name, s, TrimFilter::new));
        filters.put("asciifolding", (index, env, name, s) -> new AsciiFoldingFactory(name, s));
        filters.put("length", (index, env, name, s) -> Filters.length(name, s));
        filters.put("unique", (index, env, name, s) -> Filters.unique(name, s));
        filters.put("limit", (index, env, name, s) -> Filters.limit(name, s));
        filters.put("cjk_bigram", (index, env, name, s) -> GramFilters.cjkBigram(name, s));
        filters.put("edge_ngram", (index, env, name, s) -> GramFilters.edge(name, s));
        filters.put("ngram", (index, env, name, s) -> GramFilters.all(name, s, index));
        filters.put("word_delimiter_graph", (index, env, name, s) -> new WordDelimiterGraphFactory(name, s, env));
        filters.put("stemmer", (index, env, name, s) -> Stemmers.named(name, s));
        filters.put("stemmer_override", AnalysisPlugin.requiresAnalysisSettings(
            (index, env, name, s) -> Stemmers.override(name, s, env)));
        filters.put("elision", AnalysisPlugin.requiresAnalysisSettings((index, env, name, s) -> Filters.elision(name, s, env)));
        filters.put("truncate", AnalysisPlugin.requiresAnalysisSettings((index, env, name, s) -> Filters.truncate(name, s)));
        filters.put("keep", AnalysisPlugin.requiresAnalysisSettings((index, env, name, s) -> Filters.keep(name, s, env)));
        filters.put("keyword_marker", AnalysisPlugin.requiresAnalysisSettings(
            (index, env, name, s) -> Filters.keywordMarker(name, s, env)));
        filters.put("pattern_capture", AnalysisPlugin.requiresAnalysisSettings(
            (index, env, name, s) -> Filters.patternCapture(name, s)));
        filters.put("pattern_replace", AnalysisPlugin.requiresAnalysisSettings(
            (index, env, name, s) -> Filters.patternReplace(name, s)));
        filters.put("synonym", AnalysisPlugin.requiresAnalysisSettings(
            (index, env, name, s) -> new SynonymFactory(name, s, env, false)));
        filters.put("synonym_graph", AnalysisPlugin.requiresAnalysisSettings(
            (index, env, name, s) -> new SynonymFactory(name, s, env, true)));
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        Map<String, AnalysisProvider<TokenizerFactory>> tokenizers = new HashMap<>();
        tokenizers.put("keyword", (index, env, name, s) -> TokenizerFactory.newFactory(name, KeywordTokenizer::new));
        tokenizers.put("whitespace", (index, env, name, s) -> TokenizerFactory.newFactory(name, WhitespaceTokenizer::new));
        tokenizers.put("letter", (index, env, name, s) -> TokenizerFactory.newFactory(name, LetterTokenizer::new));
        tokenizers.put("pattern", (index, env, name, s) -> Tokenizers.pattern(name, s));
        tokenizers.put("edge_ngram", (index, env, name, s) -> Tokenizers.edgeNgram(name, s));
        tokenizers.put("ngram", (index, env, name, s) -> Tokenizers.ngram(name, s, index));
        return tokenizers;
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        Map<String, AnalysisProvider<CharFilterFactory>> filters = new HashMap<>();
        filters.put("html_strip", (index, env, name, s) -> CharFilters.htmlStrip(name, s));
        filters.put("mapping", AnalysisPlugin.requiresAnalysisSettings((index, env, name, s) -> CharFilters.mapping(name, s, env)));
        filters.put("pattern_replace", AnalysisPlugin.requiresAnalysisSettings(
            (index, env, name, s) -> CharFilters.patternReplace(name, s)));
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> analyzers = new HashMap<>();
        analyzers.put("english", (index, env, name, s) -> Analyzers.english(name, s, env));
        analyzers.put("cjk", (index, env, name, s) -> Analyzers.cjk(name, s, env));
        return analyzers;
    }

    /** A component used by its bare name has, in the full server, defaults that may differ from those of its type. */
    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        List<PreConfiguredTokenFilter> filters = new ArrayList<>();
        filters.add(PreConfiguredTokenFilter.singleton("edge_ngram", false, false, in -> new EdgeNGramTokenFilter(in, 1)));
        filters.add(PreConfiguredTokenFilter.singleton("ngram", false, false, in -> new NGramTokenFilter(in, 1, 2, false)));
        filters.add(PreConfiguredTokenFilter.singleton("length", false, in -> new LengthFilter(in, 0, Integer.MAX_VALUE)));
        filters.add(PreConfiguredTokenFilter.singleton("truncate", false, in -> new TruncateTokenFilter(in, 10)));
        return filters;
    }

    @Override
    public List<PreConfiguredCharFilter> getPreConfiguredCharFilters() {
        return List.of(PreConfiguredCharFilter.singleton("html_strip", false, HTMLStripCharFilter::new));
    }
}
