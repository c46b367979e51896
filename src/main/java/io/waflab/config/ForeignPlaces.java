package io.waflab.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What nginx refuses of directives on which waflab does not act, so that a file passes {@code nginx -t} here and there: where
 * each may stand, which are on or off, and which stand once in a block. As nginx 1.22.1 has it; of others nothing is known.
 */
final class ForeignPlaces {

    /** Letters of the contexts. */
    private static final Map<String, String> PLACES = new HashMap<>();

    /** What their one argument is: flag, time, seconds, size, offset or number. */
    private static final Map<String, String> FORMS = new HashMap<>();
    /** Of which words theirs are some. */
    private static final Map<String, List<String>> CHOICES = new HashMap<>();

    private static final Set<String> ONCE = new HashSet<>();

    static {
        for (var line : table().split("\n")) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                read(line);
            }
        }
    }

    private ForeignPlaces() {}

    /** Whether nginx allows it there, as far as is known: not of blocks in stream. */
    static boolean allow(String name, Context context) {
        var places = PLACES.get(name);
        return places == null || context.isStream() || places.indexOf(letter(context)) >= 0;
    }

    private static char letter(Context context) {
        return switch (context) {
            case MAIN -> 'm';
            case HTTP -> 'h';
            case SERVER -> 's';
            case LOCATION -> 'l';
            case IF -> 'i';
            default -> '-';
        };
    }

    /**
     * Refuses arguments that nginx does not take.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static void check(String name, List<String> arguments) {
        for (var word : CHOICES.containsKey(name) ? arguments : List.<String>of()) {
            Arguments.slot(word, CHOICES.get(name));
        }
        if (arguments.size() != 1) {
            return;
        }
        var word = arguments.get(0);
        switch (FORMS.getOrDefault(name, "")) {
            case "flag" -> Arguments.slot(word, List.of("on", "off"));
            case "time" -> Units.time(word);
            case "seconds" -> Units.seconds(word);
            case "size" -> Units.size(word);
            case "offset" -> Units.offset(word);
            case "number" -> Units.count(word, 0, Integer.MAX_VALUE);
            default -> {}
        }
    }

    /** Of the function ngx_conf_set_..._slot that reads its arguments (src/core/ngx_conf_file.c). */
    static Kind kind(String name) {
        return switch (FORMS.getOrDefault(name, "")) {
            case "flag" -> Kind.FLAG;
            case "time", "seconds" -> Kind.TIME;
            case "size", "offset" -> Kind.SIZE;
            case "number" -> Kind.COUNT;
            default -> Kind.WORDS;
        };
    }

    /** Whether nginx refuses a second one in a block. */
    static boolean standsOnce(String name) {
        return ONCE.contains(name) || FORMS.containsKey(name);
    }

    private static void read(String line) {
        int colon = line.indexOf(':');
        var names = List.of(line.substring(colon + 2).split(" "));
        switch (line.substring(0, colon)) {
            case "flag", "time", "seconds", "size", "offset", "number" ->
                names.forEach(name -> FORMS.put(name, line.substring(0, colon)));
            case "some" -> CHOICES.put(names.get(0), names.subList(1, names.size()));
            case "once" -> ONCE.addAll(names);
            default -> names.forEach(name -> PLACES.put(name, line.substring("in-".length(), colon)));
        }
    }

    /** Here, and in no file of the jar, as {@link ForeignDirectives#TABLE}. */
    private static String table() {
        return """
            # Where nginx allows them: m at the top level or in events, h http, s server, l location, i if in location.
            in-h: http2_recv_buffer_size map_hash_bucket_size map_hash_max_size proxy_cache_path
            in-h: server_names_hash_bucket_size server_names_hash_max_size variables_hash_bucket_size
            in-h: variables_hash_max_size
            in-hs: connection_pool_size http2_idle_timeout http2_max_concurrent_pushes http2_max_field_size
            in-hs: http2_max_header_size http2_max_requests http2_pool_size http2_recv_timeout
            in-hs: http2_streams_index_size request_pool_size ssl ssl_early_data ssl_ocsp ssl_stapling
            in-hs: ssl_stapling_file ssl_stapling_responder ssl_stapling_verify
            in-hsl: addition_types aio aio_write ancient_browser_value auth_basic auth_basic_user_file auth_delay
            in-hsl: auth_request autoindex autoindex_exact_size autoindex_format autoindex_localtime
            in-hsl: create_full_put_path dav_access directio directio_alignment disable_symlinks gunzip gunzip_buffers
            in-hsl: gzip_hash gzip_no_buffer gzip_window http2_push http2_push_preload log_subrequest min_delete_depth
            in-hsl: mirror mirror_request_body modern_browser_value mp4_buffer_size mp4_max_buffer_size
            in-hsl: mp4_start_key_frame open_file_cache open_file_cache_errors open_file_cache_events
            in-hsl: open_file_cache_min_uses open_file_cache_valid output_buffers proxy_cache_background_update
            in-hsl: proxy_cache_bypass proxy_cache_convert_head proxy_cache_key proxy_cache_lock proxy_cache_lock_age
            in-hsl: proxy_cache_lock_timeout proxy_cache_max_range_offset proxy_cache_methods proxy_cache_min_uses
            in-hsl: proxy_cache_revalidate proxy_cache_use_stale proxy_cache_valid proxy_headers_hash_bucket_size
            in-hsl: proxy_headers_hash_max_size proxy_no_cache proxy_send_lowat proxy_store proxy_store_access
            in-hsl: read_ahead send_lowat sendfile_max_chunk slice ssi_ignore_recycled_buffers ssi_last_modified
            in-hsl: ssi_min_file_chunk ssi_silent_errors ssi_types ssi_value_length sub_filter_last_modified
            in-hsl: subrequest_output_buffer_size tcp_nodelay tcp_nopush types_hash_bucket_size types_hash_max_size
            in-hsl: userid_domain userid_expires userid_flags userid_mark userid_name userid_p3p userid_path
            in-hsl: userid_service
            in-hsli: override_charset sendfile ssi
            in-m: accept_mutex accept_mutex_delay debug_connection debug_points env epoll_events load_module lock_file
            in-m: master_process multi_accept pcre_jit ssl_engine thread_pool timer_resolution user
            in-m: worker_aio_requests worker_cpu_affinity worker_priority worker_rlimit_core worker_rlimit_nofile
            in-m: working_directory
            in-sl: referer_hash_bucket_size referer_hash_max_size

            # on or off; as what follows at most once in a block (the functions ngx_conf_set_..._slot)
            flag: accept_mutex aio_write autoindex_exact_size autoindex_localtime create_full_put_path gzip_no_buffer
            flag: http2_push_preload log_subrequest master_process mirror_request_body mp4_start_key_frame
            flag: multi_accept open_file_cache_errors open_file_cache_events pcre_jit proxy_cache_background_update
            flag: proxy_cache_convert_head proxy_cache_lock proxy_cache_revalidate sendfile ssi
            flag: ssi_ignore_recycled_buffers ssi_last_modified ssi_silent_errors ssl_stapling ssl_stapling_verify
            flag: sub_filter_last_modified tcp_nodelay tcp_nopush

            # one argument: milliseconds, seconds, bytes below 2 GiB, bytes, a whole number
            time: accept_mutex_delay auth_delay proxy_cache_lock_age proxy_cache_lock_timeout timer_resolution
            seconds: open_file_cache_valid
            size: connection_pool_size http2_pool_size http2_recv_buffer_size mp4_buffer_size mp4_max_buffer_size
            size: proxy_send_lowat read_ahead request_pool_size send_lowat sendfile_max_chunk slice ssi_min_file_chunk
            size: ssi_value_length subrequest_output_buffer_size
            offset: directio_alignment proxy_cache_max_range_offset worker_rlimit_core
            number: epoll_events http2_max_concurrent_pushes http2_streams_index_size map_hash_bucket_size
            number: map_hash_max_size min_delete_depth open_file_cache_min_uses proxy_cache_min_uses
            number: proxy_headers_hash_bucket_size proxy_headers_hash_max_size proxy_requests proxy_responses
            number: referer_hash_bucket_size referer_hash_max_size server_names_hash_bucket_size
            number: server_names_hash_max_size types_hash_bucket_size types_hash_max_size userid_service
            number: variables_hash_bucket_size variables_hash_max_size worker_aio_requests worker_rlimit_nofile

            # one or more of these words
            some: proxy_cache_use_stale error timeout invalid_header updating http_500 http_502 http_503 http_504 http_403 http_404 http_429 off
            some: proxy_cache_methods get head post
            some: debug_points stop abort

            # at most once in a block, besides those of one argument above
            once: aio auth_basic auth_basic_user_file auth_request autoindex directio disable_symlinks gunzip gzip_hash
            once: gzip_window lock_file open_file_cache override_charset proxy_cache_key proxy_store ssl_early_data
            once: ssl_ocsp ssl_stapling_file ssl_stapling_responder user userid_domain userid_expires userid_mark
            once: userid_name userid_p3p userid_path worker_cpu_affinity worker_priority working_directory
            """;
    }
}
