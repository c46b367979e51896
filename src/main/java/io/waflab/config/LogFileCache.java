package io.waflab.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code open_log_file_cache}: which files of logs with variables in their names stay open (ngx_http_log_module).
 *
 * @param max files, the least recently used are closed
 * @param inactive one that is not used for that long is closed
 * @param valid after that long it is looked whether the name still means the file that is open
 * @param minUses how often it must be used within inactive to stay open
 */
public record LogFileCache(int max, Duration inactive, Duration valid, int minUses) {

    /** The cache that a line asks for; empty for {@code off}. @throws IllegalArgumentException saying what was expected */
    public static Optional<LogFileCache> of(List<String> words) {
        if (words.equals(List.of("off"))) {
            return Optional.empty();
        }
        var cache = new LogFileCache(0, Duration.ofSeconds(10), Duration.ofSeconds(60), 1);
        for (var word : words) {
            cache = cache.with(word);
        }
        if (cache.max == 0) {
            throw new IllegalArgumentException("open_log_file_cache must have \"max\" parameter");
        }
        return Optional.of(cache);
    }

    private LogFileCache with(String word) {
        var value = word.substring(word.indexOf('=') + 1);
        return switch (word.substring(0, Math.max(0, word.indexOf('=')))) {
            case "max" -> new LogFileCache((int) Units.count(value, 1, 1 << 20), inactive, valid, minUses);
            case "inactive" -> new LogFileCache(max, Units.seconds(value), valid, minUses);
            case "valid" -> new LogFileCache(max, inactive, Units.seconds(value), minUses);
            case "min_uses" -> new LogFileCache(max, inactive, valid, (int) Units.count(value, 1, Integer.MAX_VALUE));
            default ->
                throw new IllegalArgumentException("invalid \"open_log_file_cache\" parameter \"" + word
                        + "\" (expected off, or max=N [inactive=time] [min_uses=N] [valid=time])");
        };
    }
}
