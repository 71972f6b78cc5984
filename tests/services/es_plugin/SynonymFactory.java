package forecourt.testing.analysis;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.function.Function;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymFilter;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.util.CharsRef;
import org.apache.lucene.util.CharsRefBuilder;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalysisMode;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/** `synonym` and `synonym_graph` with rules in the Solr format, analysed by the chain that stands before the filter. */
@SuppressWarnings("deprecation")
final class SynonymFactory extends AbstractTokenFilterFactory {
    private final String rules;
    private final boolean expand;
    private final boolean lenient;
    private final boolean graph;
    private final AnalysisMode mode;

    SynonymFactory(String name, Settings settings, Environment env, boolean graph) throws IOException {
        super(name, settings);
        if (!"solr".equals(settings.get("format", "solr")) && settings.get("format") != null) {
            throw new IllegalArgumentException("The test server reads synonyms in the Solr format only");
        }
        this.graph = graph;
        this.expand = settings.getAsBoolean("expand", true);
        boolean updateable = settings.getAsBoolean("updateable", false);
        this.lenient = settings.getAsBoolean("lenient", updateable);
        this.mode = updateable ? AnalysisMode.SEARCH_TIME : AnalysisMode.ALL;
        this.rules = readRules(settings, env);
    }

    private static String readRules(Settings settings, Environment env) throws IOException {
        if (settings.hasValue("synonyms_path")) {
            try (Reader file = Analysis.getReaderFromFile(env, settings.get("synonyms_path"), "synonyms_path")) {
                StringBuilder text = new StringBuilder();
                char[] part = new char[8192];
                for (int read = file.read(part); read > 0; read = file.read(part)) {
                    text.append(part, 0, read);
                }
                return text.toString();
            }
        }
        List<String> inline = settings.getAsList("synonyms", null);
        if (inline == null) {
            throw new IllegalArgumentException(
                "synonym requires either `synonyms`, `synonyms_set` or `synonyms_path` to be configured");
        }
        return String.join("\n", inline);
    }

    @Override
    public TokenStream create(TokenStream input) {
        throw new IllegalStateException("Call createPerAnalyzerSynonymFactory to specialize this factory for an analysis chain first");
    }

    @Override
    public AnalysisMode getAnalysisMode() {
        return mode;
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
        IndexCreationContext context,
        TokenizerFactory tokenizer,
        List<CharFilterFactory> charFilters,
        List<TokenFilterFactory> before,
        Function<String, TokenFilterFactory> all
    ) {
        TokenFilterFactory[] chain = before.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new);
        Analyzer analyzer = new CustomAnalyzer(tokenizer, charFilters.toArray(CharFilterFactory[]::new), chain);
        return new ForChain(name(), parse(analyzer), graph, mode);
    }

    private SynonymMap parse(Analyzer analyzer) {
        Rules parser = new Rules(expand, lenient, analyzer);
        try {
            parser.parse(new StringReader(rules));
            return parser.build();
        } catch (IOException | ParseException failure) {
            throw new IllegalArgumentException("failed to build synonyms from [" + name() + "]", failure);
        }
    }

    /** A rule that the chain analyses to nothing is refused, or left out when the filter is lenient. */
    private static final class Rules extends SolrSynonymParser {
        private final boolean lenient;

        Rules(boolean expand, boolean lenient, Analyzer analyzer) {
            super(true, expand, analyzer);
            this.lenient = lenient;
        }

        @Override
        public void add(CharsRef input, CharsRef output, boolean includeOriginal) {
            if (!lenient || (input.length > 0 && output.length > 0)) {
                super.add(input, output, includeOriginal);
            }
        }

        @Override
        public CharsRef analyze(String text, CharsRefBuilder reuse) throws IOException {
            try {
                return super.analyze(text, reuse);
            } catch (IllegalArgumentException failure) {
                if (lenient) {
                    return new CharsRef("");
                }
                throw failure;
            }
        }
    }

    private static final class ForChain implements TokenFilterFactory {
        private final String name;
        private final SynonymMap synonyms;
        private final boolean graph;
        private final AnalysisMode mode;

        ForChain(String name, SynonymMap synonyms, boolean graph, AnalysisMode mode) {
            this.name = name;
            this.synonyms = synonyms;
            this.graph = graph;
            this.mode = mode;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TokenStream create(TokenStream input) {
            if (synonyms.fst == null) {
                return input;
            }
            return graph ? new SynonymGraphFilter(input, synonyms, false) : new SynonymFilter(input, synonyms, false);
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            return IDENTITY_FILTER;
        }

        @Override
        public AnalysisMode getAnalysisMode() {
            return mode;
        }
    }
}
