package io.waflab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheZonesTest {

    @TempDir
    Path folder;

    /** What nginx would say of a location and of what stands in http before it, without the place. */
    private List<String> refused(String http, String location) throws Exception {
        var server = "server { listen 1; location / { " + location + " } }";
        return ForeignPlacesTest.refused("http { " + http + " " + server + " }", folder);
    }

    @Test
    void aZoneThatNobodyDeclaresIsRefused() throws Exception {
        assertThat(refused("", "proxy_cache none;")).containsExactly("\"proxy_cache\" zone \"none\" is unknown");
        assertThat(refused("proxy_cache z; proxy_cache_path /c keys_zone=z:1m;", "proxy_cache off;"))
                .isEmpty();
        assertThat(refused("proxy_cache_path /c keys_zone=z:1m;", "proxy_cache $host;"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            /c                                 | invalid number of arguments in "proxy_cache_path" directive
            /c levels=1:2                      | "proxy_cache_path" must have "keys_zone" parameter
            /c keys_zone=z                     | invalid keys zone size "keys_zone=z"
            /c keys_zone=z:4k                  | keys zone "keys_zone=z:4k" is too small
            /c keys_zone=z:1m levels=1:3       | invalid "levels" "levels=1:3"
            /c keys_zone=z:1m inactive=50ms    | invalid inactive value "inactive=50ms"
            /c keys_zone=z:1m max_size=much    | invalid max_size value "max_size=much"
            /c keys_zone=z:1m use_temp_path=no | invalid use_temp_path value "use_temp_path=no", it must be "on" or "off"
            /c keys_zone=z:1m loader_sleep=1M  | invalid loader_sleep value "loader_sleep=1M"
            /c keys_zone=z:1m purger=on        | invalid parameter "purger=on"
            """)
    void aWrongPathIsRefusedInNginxsWords(String words, String said) throws Exception {
        assertThat(refused("proxy_cache_path " + words + ";", "")).containsExactly(said);
    }

    @Test
    void everyWordOfNginxsIsTaken() throws Exception {
        assertThat(refused(
                        "proxy_cache_path /c levels=1:2:2 use_temp_path=off keys_zone=z:10m inactive=60m max_size=1g"
                                + " min_free=1m manager_files=100 manager_sleep=50ms manager_threshold=200ms"
                                + " loader_files=100 loader_sleep=50ms loader_threshold=200ms;",
                        "proxy_cache z;"))
                .isEmpty();
    }

    @Test
    void aSecondZoneOfANameIsRefused() throws Exception {
        assertThat(refused("proxy_cache_path /c keys_zone=z:1m; proxy_cache_path /d keys_zone=z:1m;", ""))
                .containsExactly("duplicate zone \"z\"");
    }
}
