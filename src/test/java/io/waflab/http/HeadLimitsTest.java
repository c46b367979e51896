package io.waflab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.config.Directive;
import io.waflab.config.Origin;
import io.waflab.config.Setting;
import io.waflab.config.Settings;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadLimitsTest {

    @Test
    void theDirectivesAreTheLimits() {
        var map = new EnumMap<Directive, Setting>(Directive.class);
        put(map, Directive.CLIENT_HEADER_BUFFER_SIZE, 2048L);
        put(map, Directive.LARGE_CLIENT_HEADER_BUFFERS, List.of("2", "16K"), "2", "16K");
        put(map, Directive.MAX_HEADERS, 7L);
        put(map, Directive.IGNORE_INVALID_HEADERS, false);
        put(map, Directive.UNDERSCORES_IN_HEADERS, true);
        put(map, Directive.MERGE_SLASHES, false);
        assertThat(HeadLimits.of(new Settings(map))).isEqualTo(new HeadLimits(2048, 2, 16384, 7, false, true, false));
    }

    private static void put(EnumMap<Directive, Setting> map, Directive directive, Object value, String... words) {
        map.put(directive, new Setting(directive, value, List.of(List.of(words)), Origin.DEFAULT));
    }
}
