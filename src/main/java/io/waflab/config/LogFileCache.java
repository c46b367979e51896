package io.waflab.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code open_log_file_cache}: files of logs with variables in their names that stay open.
 *
 * @param most files, at least 1
 * @param inactive after which one is closed
 * @param valid after which it is looked whether the file is still the one of that name
 * @param uses so many within inactive keep it open
 */
public record LogFileCache(int most, Duration inactive, Duration valid, int uses) {

    private static final Duration INACTIVE = Duration.ofSeconds(10);
    private static final Duration VALID = Duration.ofSeconds(60);

    /** The one in force at a place; empty for {@code off}. */
    public static Optional<LogFileCache> of(Settings settings) {
        return of(settings.words(Directive.OPEN_LOG_FILE_CACHE));
    }

    /** @throws IllegalArgumentException in nginx's words */
    static Optional<LogFileCache> of(List<String> words) {
        if (words.equals(List.of("off"))) {
            return Optional.empty();
        }
        int most = 0;
        int uses = 1;
        var inactive = INACTIVE;
        var valid = VALID;
        for (var word : words) {
            try {
                if (word.startsWith("max=")) {
                    most = (int) Units.count(word.substring(4), 1, Integer.MAX_VALUE);
                } else if (word.startsWith("min_uses=")) {
                    uses = (int) Units.count(word.substring(9), 1, Integer.MAX_VALUE);
                } else if (word.startsWith("inactive=")) {
                    inactive = Units.seconds(word.substring(9));
                } else if (word.startsWith("valid=")) {
                    valid = Units.seconds(word.substring(6));
                } else {
                    throw new IllegalArgumentException(word);
                }
            } catch (IllegalArgumentException invalid) {
                throw new IllegalArgumentException(
                        "invalid \"open_log_file_cache\" parameter \"" + word + "\"", invalid);
            }
        }
        if (most == 0) {
            throw new IllegalArgumentException("\"open_log_file_cache\" must have \"max\" parameter");
        }
        return Optional.of(new LogFileCache(most, inactive, valid, uses));
    }
}
