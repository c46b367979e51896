package io.waflab.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Regular expressions that each of their arguments matches. */
    private static final Map<String, String> PATTERNS = new HashMap<>();

    private static final Set<String> ONCE = new HashSet<>();

    /** Whose arguments have variables of all modules, which must be known. */
    private static final Set<String> WITH_VARIABLES = new HashSet<>();

    /** Modules that pass requests on as proxy does: what both have takes the same. */
    private static final Set<String> FAMILIES = Set.of("fastcgi", "uwsgi", "scgi", "grpc", "memcached");

    static {
        for (var line : table().split("\n")) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                read(line);
            }
        }
    }

    private ForeignPlaces() {}

    /** Whether nginx allows it there, as far as is known. */
    static boolean allow(String name, Context context) {
        var places = PLACES.getOrDefault(name, isOfFamily(name) && !name.endsWith("_pass") ? "hsl" : null);
        return places == null || places.indexOf(letter(context)) >= 0;
    }

    private static boolean isOfFamily(String name) {
        int end = name.indexOf('_');
        return end > 0 && FAMILIES.contains(name.substring(0, end));
    }

    /** The name of proxy's directive that takes the same; its own where there is none. */
    static String twin(String name) {
        return isOfFamily(name) && !FORMS.containsKey(name) ? "proxy" + name.substring(name.indexOf('_')) : name;
    }

    private static Optional<Directive> ofProxy(String name) {
        return isOfFamily(name) ? Directive.of(twin(name)) : Optional.empty();
    }

    private static char letter(Context context) {
        return switch (context) {
            case MAIN -> 'm';
            case HTTP -> 'h';
            case SERVER -> 's';
            case LOCATION -> 'l';
            case IF -> 'i';
            case LIMIT_EXCEPT -> 'e';
            case STREAM -> 't';
            case STREAM_SERVER -> 'r';
            default -> '-';
        };
    }

    /**
     * Refuses arguments that nginx does not take.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    static void check(String name, List<String> arguments) {
        var twin = twin(name);
        var own = ofProxy(name);
        if (own.isPresent()) {
            Arguments.value(own.get(), arguments, Context.LOCATION);
            return;
        }
        for (var word : CHOICES.containsKey(twin) ? arguments : List.<String>of()) {
            Arguments.slot(word, CHOICES.get(twin));
        }
        for (var word : PATTERNS.containsKey(twin) ? arguments : List.<String>of()) {
            if (!word.matches(PATTERNS.get(twin))) {
                throw new IllegalArgumentException("invalid value \"" + word + "\"");
            }
        }
        if (arguments.size() != 1) {
            return;
        }
        var word = arguments.get(0);
        if (name.equals("aio") && !word.startsWith("threads=")) {
            Arguments.oneOf(word, List.of("on", "off", "threads"));
        }
        switch (FORMS.getOrDefault(twin, "")) {
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
        var own = ofProxy(name);
        if (own.isPresent()) {
            return own.get().kind();
        }
        return switch (FORMS.getOrDefault(twin(name), "")) {
            case "flag" -> Kind.FLAG;
            case "time", "seconds" -> Kind.TIME;
            case "size", "offset" -> Kind.SIZE;
            case "number" -> Kind.COUNT;
            default -> Kind.WORDS;
        };
    }

    /** Whether nginx refuses a second one in a block. */
    static boolean standsOnce(String name) {
        var twin = twin(name);
        return ONCE.contains(name)
                || ONCE.contains(twin)
                || FORMS.containsKey(twin)
                || ofProxy(name).filter(own -> !own.repeats()).isPresent();
    }

    /** Whether unknown variables are refused in its arguments. */
    static boolean takesVariables(String name) {
        return WITH_VARIABLES.contains(name) || WITH_VARIABLES.contains(twin(name));
    }

    private static void read(String line) {
        int colon = line.indexOf(':');
        var names = List.of(line.substring(colon + 2).split(" "));
        switch (line.substring(0, colon)) {
            case "flag", "time", "seconds", "size", "offset", "number" ->
                names.forEach(name -> FORMS.put(name, line.substring(0, colon)));
            case "like" -> PATTERNS.put(names.get(0), names.get(1));
            case "some" -> CHOICES.put(names.get(0), names.subList(1, names.size()));
            case "once" -> ONCE.addAll(names);
            case "variables" -> WITH_VARIABLES.addAll(names);
            default -> names.forEach(name -> PLACES.put(name, line.substring("in-".length(), colon)));
        }
    }

    /** Here, and in no file of the jar, as {@link ForeignDirectives#TABLE}. */
    private static String table() {
        return """
            # Where nginx allows them: m at the top level or in events, h http, s server, l location, i if in location,
            # e limit_except, t stream, r server in stream. Of the FAMILIES all but these stand in http, server and location.
            in-tr: proxy_requests proxy_responses
            in-h: fastcgi_cache_path http2_recv_buffer_size proxy_cache_path scgi_cache_path
            in-h: server_names_hash_bucket_size server_names_hash_max_size uwsgi_cache_path
            in-ht: map_hash_bucket_size map_hash_max_size variables_hash_bucket_size variables_hash_max_size
            in-hs: connection_pool_size http2_idle_timeout http2_max_concurrent_pushes http2_max_field_size
            in-hs: http2_max_header_size http2_max_requests http2_pool_size http2_recv_timeout
            in-hs: http2_streams_index_size request_pool_size ssl_early_data ssl_ocsp ssl_stapling
            in-hs: ssl_stapling_file ssl_stapling_responder ssl_stapling_verify
            in-hsl: addition_types aio aio_write ancient_browser_value auth_delay auth_request autoindex
            in-hsl: autoindex_exact_size autoindex_format autoindex_localtime create_full_put_path dav_access
            in-hsl: directio directio_alignment disable_symlinks gunzip gunzip_buffers gzip_hash gzip_no_buffer
            in-hsl: gzip_window http2_push http2_push_preload log_subrequest min_delete_depth mirror
            in-hsl: mirror_request_body modern_browser_value mp4_buffer_size mp4_max_buffer_size
            in-hsl: mp4_start_key_frame open_file_cache open_file_cache_errors open_file_cache_events
            in-hsl: open_file_cache_min_uses open_file_cache_valid output_buffers proxy_cache_background_update
            in-hsl: proxy_cache_bypass proxy_cache_convert_head proxy_cache_key proxy_cache_lock
            in-hsl: proxy_cache_lock_age proxy_cache_lock_timeout proxy_cache_max_range_offset proxy_cache_methods
            in-hsl: proxy_cache_min_uses proxy_cache_revalidate proxy_cache_use_stale proxy_cache_valid
            in-hsl: proxy_headers_hash_bucket_size proxy_headers_hash_max_size proxy_no_cache proxy_send_lowat
            in-hsl: proxy_store proxy_store_access read_ahead send_lowat sendfile_max_chunk slice
            in-hsl: ssi_ignore_recycled_buffers ssi_last_modified ssi_min_file_chunk ssi_silent_errors ssi_types
            in-hsl: ssi_value_length sub_filter_last_modified subrequest_output_buffer_size tcp_nopush
            in-hsl: types_hash_bucket_size types_hash_max_size userid_domain userid_expires userid_flags
            in-hsl: userid_mark userid_name userid_p3p userid_path userid_service
            in-hsltr: tcp_nodelay
            in-hsle: auth_basic auth_basic_user_file
            in-hsli: override_charset sendfile ssi
            in-m: accept_mutex accept_mutex_delay debug_connection debug_points env epoll_events load_module
            in-m: lock_file master_process multi_accept pcre_jit ssl_engine thread_pool timer_resolution user
            in-m: worker_aio_requests worker_cpu_affinity worker_priority worker_rlimit_core worker_rlimit_nofile
            in-m: working_directory
            in-sl: referer_hash_bucket_size referer_hash_max_size

            # on or off; as what follows at most once in a block (the functions ngx_conf_set_..._slot)
            flag: accept_mutex aio_write autoindex_exact_size autoindex_localtime create_full_put_path gzip_no_buffer
            flag: http2_push_preload log_subrequest master_process mirror_request_body mp4_start_key_frame
            flag: multi_accept open_file_cache_errors open_file_cache_events pcre_jit proxy_cache_background_update
            flag: proxy_cache_convert_head proxy_cache_lock proxy_cache_revalidate sendfile ssi
            flag: ssi_ignore_recycled_buffers ssi_last_modified ssi_silent_errors ssl_stapling ssl_stapling_verify
            flag: sub_filter_last_modified tcp_nodelay tcp_nopush autoindex fastcgi_keep_conn
            flag: gunzip override_charset

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
            number: uwsgi_modifier1 uwsgi_modifier2 memcached_gzip_flag
            number: variables_hash_bucket_size variables_hash_max_size worker_aio_requests worker_rlimit_nofile

            # one or more of these words
            some: proxy_cache_use_stale error timeout invalid_header updating http_500 http_502 http_503 http_504 http_403 http_404 http_429 off
            some: proxy_cache_methods get head post
            some: debug_points stop abort
            some: autoindex_format html json jsonp xml
            some: userid_flags off secure httponly samesite=strict samesite=lax samesite=none

            # each word matches this
            like: dav_access (user|group|all):rw?
            like: proxy_store_access (user|group|all):rw?
            like: proxy_cache_valid any|[1-5][0-9][0-9]|([0-9]+(y|M|w|d|h|m|s)?)+
            like: output_buffers 0*[1-9][0-9]*[kKmM]?
            like: gunzip_buffers 0*[1-9][0-9]*[kKmM]?
            like: open_file_cache off|max=[1-9][0-9]*|inactive=[0-9].*
            like: directio off|[0-9]+[kKmMgG]?
            like: gzip_hash 512|[1248]k|16k|32k|64k|128k|1024|2048|4096|8192|16384|32768|65536|131072
            like: gzip_window 512|[1248]k|16k|32k|1024|2048|4096|8192|16384|32768
            like: worker_priority -?[0-9]+
            like: worker_cpu_affinity auto|[01]*
            like: userid_mark off|[0-9A-Za-z=]

            # at most once in a block, besides those of one argument above
            once: aio auth_basic auth_basic_user_file auth_request autoindex directio disable_symlinks gunzip gzip_hash
            once: gzip_window lock_file open_file_cache override_charset proxy_cache_key proxy_store ssl_early_data
            once: ssl_ocsp ssl_stapling_file ssl_stapling_responder user userid_domain userid_expires userid_mark
            once: userid_name userid_p3p userid_path worker_cpu_affinity working_directory
            once: output_buffers gunzip_buffers fastcgi_index

            # whose variables must be known
            variables: proxy_cache_key proxy_cache_bypass proxy_no_cache auth_basic_user_file http2_push fastcgi_param
            variables: scgi_param uwsgi_param grpc_set_header
            """;
    }
}
