package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.MediaTypeSet;
import io.waflab.config.Regex;
import io.waflab.config.Settings;
import io.waflab.config.Units;
import io.waflab.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * What a place says of compressing ({@code gzip} and its kin).
 *
 * @param minLength bytes
 * @param level 1 to 9
 * @param block bytes gathered before they are handed on
 * @param version the least of a request
 * @param proxied the words of gzip_proxied
 * @param vary whether {@code Vary: Accept-Encoding} is said
 * @param msie6 whether old Internet Explorers are left out
 * @param disabled User-Agents that are left out
 */
record GzipSettings(
        boolean on,
        MediaTypeSet types,
        long minLength,
        int level,
        int block,
        HttpVersion version,
        List<String> proxied,
        boolean vary,
        boolean msie6,
        List<Regex> disabled) {

    private static final String MSIE6 = "msie6";

    static GzipSettings of(Settings settings) {
        var disabled = words(settings, Directive.GZIP_DISABLE);
        return new GzipSettings(
                settings.flag(Directive.GZIP),
                MediaTypeSet.of(settings, Directive.GZIP_TYPES),
                settings.size(Directive.GZIP_MIN_LENGTH),
                (int) settings.count(Directive.GZIP_COMP_LEVEL),
                (int) Units.size(settings.words(Directive.GZIP_BUFFERS).get(1)),
                settings.text(Directive.GZIP_HTTP_VERSION).equals("1.0") ? HttpVersion.HTTP_10 : HttpVersion.HTTP_11,
                words(settings, Directive.GZIP_PROXIED),
                settings.flag(Directive.GZIP_VARY),
                disabled.contains(MSIE6),
                regexes(disabled));
    }

    private static List<Regex> regexes(List<String> disabled) {
        var all = new ArrayList<Regex>();
        for (var word : disabled) {
            if (!word.equals(MSIE6)) {
                all.add(Regex.of(word, true));
            }
        }
        return all;
    }

    private static List<String> words(Settings settings, Directive directive) {
        var all = new ArrayList<String>();
        for (var words : settings.lines(directive)) {
            all.addAll(words);
        }
        return all;
    }
}
