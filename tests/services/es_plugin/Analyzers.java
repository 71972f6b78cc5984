package forecourt.testing.analysis;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;

/** The language analyzers that the portal's two languages have in a full server. */
final class Analyzers {
    private Analyzers() {}

    static AnalyzerProvider<Analyzer> english(String name, Settings settings, Environment env) {
        return new Fixed(name, settings, new EnglishAnalyzer(
            Analysis.parseStopWords(env, settings, EnglishAnalyzer.getDefaultStopSet()),
            Analysis.parseStemExclusion(settings, CharArraySet.EMPTY_SET)));
    }

    static AnalyzerProvider<Analyzer> cjk(String name, Settings settings, Environment env) {
        return new Fixed(name, settings, new CJKAnalyzer(
            Analysis.parseStopWords(env, settings, CJKAnalyzer.getDefaultStopSet())));
    }

    private static final class Fixed extends AbstractIndexAnalyzerProvider<Analyzer> {
        private final Analyzer analyzer;

        Fixed(String name, Settings settings, Analyzer analyzer) {
            super(name, settings);
            this.analyzer = analyzer;
        }

        @Override
        public Analyzer get() {
            return analyzer;
        }
    }
}
