package io.waflab.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** nginx's directives that waflab does not act on: {@link #TABLE}. */
final class ForeignDirectives {

    /** What becomes of a directive that is in no table of waflab's own. */
    enum Standing {
        HARMLESS,
        NOT_DONE,
        /** Harmless, but with so many arguments nginx does not take it. */
        MISCOUNTED,
        UNKNOWN
    }

    /** @param least and most are the arguments that nginx takes */
    private record Count(int least, int most) {}

    /** Of those whose arguments are counted. */
    private static final Map<String, Count> COUNTS = new HashMap<>();

    /** By name: {@code *} for harmless with any arguments, empty for never, else the only harmless ones. */
    private static final Map<String, String> ALL = load();

    private ForeignDirectives() {}

    static Standing standing(String name, List<String> arguments) {
        var harmless = ALL.get(name);
        if (harmless == null) {
            return Standing.UNKNOWN;
        }
        var count = COUNTS.getOrDefault(name, COUNTS.get(ForeignPlaces.twin(name)));
        if (count != null && (arguments.size() < count.least || arguments.size() > count.most)) {
            return Standing.MISCOUNTED;
        }
        return harmless.equals("*") || !harmless.isEmpty() && harmless.equals(String.join(" ", arguments))
                ? Standing.HARMLESS
                : Standing.NOT_DONE;
    }

    /** What may be written instead, for a message; empty when nothing may. */
    static String accepted(String name) {
        var harmless = ALL.getOrDefault(name, "");
        return harmless.isEmpty() || harmless.equals("*")
                ? " (leave it out to run the rest)"
                : " (only \"" + name + " " + harmless + "\" is accepted)";
    }

    private static Map<String, String> load() {
        var all = new HashMap<String, String>();
        for (var line : TABLE.split("\n")) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                read(line, all);
            }
        }
        return all;
    }

    /**
     * {@code harmless: a b c}, {@code not-done: d e}, {@code only: name its arguments}, or {@code takes 1-2: f g}. There is one
     * blank between words: a regular expression for more takes 6 ms of a start.
     */
    private static void read(String line, Map<String, String> all) {
        if (line.startsWith("takes ")) {
            readCount(line);
            return;
        }
        var words = line.split(" ", 2);
        if (words[0].equals("only:")) {
            var parts = words[1].split(" ", 2);
            all.put(parts[0], parts[1]);
            return;
        }
        for (var name : words[1].split(" ")) {
            all.put(name, words[0].equals("harmless:") ? "*" : "");
        }
    }

    private static void readCount(String line) {
        int colon = line.indexOf(':');
        var ends = line.substring("takes ".length(), colon).split("-");
        var count = new Count(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        for (var name : line.substring(colon + 2).split(" ")) {
            COUNTS.put(name, count);
        }
    }

    /** Here, and in no file of the jar: to look for one and to read it takes 10 ms of a start. */
    static final String TABLE = """
            # Directives of nginx (nginx.org/en/docs/dirindex.html) and Tengine on which waflab does not act.
            #   harmless: accepted, and named once by "waflab check": without them connections live and end as before, and answers
            #             say the same
            #   only:     harmless with exactly these arguments, else refused
            #   not-done: refused, for without them the proxy would answer differently
            #   takes N-M: of the harmless, those that nginx refuses with fewer or more arguments
            # From the documentation of nginx and of eight of Tengine's modules; not compared name by name with the sources' tables.

            # the process
            harmless: master_process lock_file user group worker_priority worker_cpu_affinity worker_rlimit_core worker_rlimit_nofile
            harmless: working_directory timer_resolution pcre_jit env debug_connection debug_points thread_pool worker_aio_requests
            harmless: accept_mutex accept_mutex_delay multi_accept devpoll_changes devpoll_events kqueue_changes kqueue_events epoll_events poll_events
            harmless: load_module ssl_engine ssl_object_cache_inheritable reuse_port
            takes 1-2: user
            takes 1: load_module lock_file master_process working_directory timer_resolution pcre_jit env worker_priority
            takes 1: worker_rlimit_nofile worker_rlimit_core accept_mutex accept_mutex_delay multi_accept debug_connection

            # sockets, files and memory
            harmless: sendfile sendfile_max_chunk tcp_nopush tcp_nodelay aio aio_write directio directio_alignment output_buffers read_ahead
            harmless: connection_pool_size request_pool_size subrequest_output_buffer_size
            harmless: open_file_cache open_file_cache_errors open_file_cache_min_uses open_file_cache_valid
            harmless: server_names_hash_bucket_size server_names_hash_max_size types_hash_bucket_size types_hash_max_size
            harmless: referer_hash_max_size referer_hash_bucket_size variables_hash_bucket_size variables_hash_max_size map_hash_bucket_size map_hash_max_size
            harmless: proxy_ssl_certificate_cache proxy_headers_hash_bucket_size proxy_headers_hash_max_size
            harmless: proxy_send_lowat
            harmless: fastcgi_temp_path uwsgi_temp_path scgi_temp_path
            takes 1: sendfile sendfile_max_chunk tcp_nopush tcp_nodelay directio directio_alignment connection_pool_size
            takes 1: request_pool_size server_names_hash_bucket_size server_names_hash_max_size types_hash_bucket_size
            takes 1: types_hash_max_size map_hash_bucket_size map_hash_max_size variables_hash_bucket_size variables_hash_max_size
            takes 1: aio aio_write debug_points epoll_events log_subrequest open_file_cache_errors open_file_cache_min_uses
            takes 1: open_file_cache_valid proxy_headers_hash_bucket_size proxy_headers_hash_max_size proxy_send_lowat read_ahead
            takes 1: referer_hash_bucket_size referer_hash_max_size send_lowat ssl_engine subrequest_output_buffer_size
            takes 1: worker_aio_requests
            takes 1-2: open_file_cache
            takes 2: output_buffers
            takes 2-3: thread_pool

            # logs and messages
            harmless: log_subrequest

            # without a cache: each request goes to the upstream, as on a miss ("proxy_cache" itself is waflab's own)
            harmless: proxy_cache_path proxy_cache_key proxy_cache_valid proxy_cache_use_stale proxy_cache_bypass proxy_no_cache
            harmless: proxy_cache_lock proxy_cache_lock_age proxy_cache_lock_timeout proxy_cache_methods proxy_cache_min_uses
            harmless: proxy_cache_revalidate proxy_cache_background_update proxy_cache_convert_head proxy_cache_max_range_offset
            takes 1: proxy_cache_key proxy_cache_lock proxy_cache_lock_age proxy_cache_lock_timeout proxy_cache_min_uses
            takes 1: proxy_cache_revalidate proxy_cache_background_update proxy_cache_convert_head proxy_cache_max_range_offset

            # TLS details that follow from the engine, and OCSP responses that nginx too leaves out where it cannot get them
            harmless: ssl_stapling ssl_stapling_verify ssl_stapling_file ssl_stapling_responder ssl_certificate_cache
            harmless: proxy_ssl_key_log grpc_ssl_key_log uwsgi_ssl_key_log
            takes 1: ssl_stapling ssl_stapling_verify ssl_stapling_file ssl_stapling_responder

            # content and its types
            harmless: ssi ssi_silent_errors ssi_types ssi_min_file_chunk ssi_value_length ssi_last_modified
            harmless: http2_recv_buffer_size http2_pool_size http2_streams_index_size http2_idle_timeout http2_recv_timeout
            harmless: http2_max_field_size http2_max_header_size http2_max_requests http2_push http2_push_preload http2_max_concurrent_pushes
            takes 1: http2_recv_buffer_size http2_pool_size http2_streams_index_size http2_idle_timeout http2_recv_timeout
            takes 1: http2_max_field_size http2_max_header_size http2_max_requests http2_push http2_push_preload
            takes 1: http2_max_concurrent_pushes

            # off, as it is anyway
            only: gunzip off
            only: override_charset off
            only: autoindex off
            only: disable_symlinks off
            only: addition_types text/html
            only: auth_basic off
            only: auth_request off
            only: proxy_store off
            only: mirror off
            only: slice 0
            only: ssl_early_data off
            only: ssl_ocsp off
            only: http3 off
            only: retry_cached_connection on
            only: server_tag on

            only: otel_trace off
            only: otel_trace_context ignore

            # not here
            not-done: postpone_gzipping auth_request_set auth_jwt
            not-done: random_index empty_gif memcached_pass
            not-done: sub_filter sub_filter_once sub_filter_types add_before_body add_after_body image_filter xslt_stylesheet mp4 flv dav_methods
            not-done: secure_link secure_link_md5 secure_link_secret userid browser modern_browser ancient_browser
            not-done: fastcgi_pass uwsgi_pass scgi_pass grpc_pass tunnel_pass
            not-done: proxy_cache_purge
            not-done: proxy_ssl_conf_command
            not-done: proxy_allow_upstream
            not-done: ssl_conf_command
            not-done: ssl_ocsp_cache ssl_ocsp_responder
            not-done: least_time sticky ntlm queue state match health_check
            not-done: mail perl perl_modules

            # stream: what is about datagrams, and what passes connections on elsewhere
            harmless: proxy_requests proxy_responses
            takes 1: proxy_requests proxy_responses
            not-done: pass proxy_session_drop js_preread js_filter zone_sync

            # without the directive that passes requests on, which is refused, none of these does anything
            harmless: fastcgi_allow_upstream fastcgi_bind fastcgi_bind_dynamic fastcgi_buffer_size fastcgi_buffering fastcgi_buffers
            harmless: fastcgi_busy_buffers_size fastcgi_cache fastcgi_cache_background_update fastcgi_cache_bypass fastcgi_cache_key
            harmless: fastcgi_cache_lock fastcgi_cache_lock_age fastcgi_cache_lock_timeout fastcgi_cache_max_range_offset
            harmless: fastcgi_cache_methods fastcgi_cache_min_uses fastcgi_cache_path fastcgi_cache_purge fastcgi_cache_revalidate
            harmless: fastcgi_cache_use_stale fastcgi_cache_valid fastcgi_catch_stderr fastcgi_connect_timeout fastcgi_force_ranges
            harmless: fastcgi_hide_header fastcgi_ignore_client_abort fastcgi_ignore_headers fastcgi_index fastcgi_intercept_errors
            harmless: fastcgi_keep_conn fastcgi_limit_rate fastcgi_max_temp_file_size fastcgi_next_upstream fastcgi_next_upstream_timeout
            harmless: fastcgi_next_upstream_tries fastcgi_no_cache fastcgi_pass_header fastcgi_pass_request_body
            harmless: fastcgi_pass_request_headers fastcgi_read_timeout fastcgi_request_buffering fastcgi_send_lowat fastcgi_send_timeout
            harmless: fastcgi_socket_keepalive fastcgi_split_path_info fastcgi_store fastcgi_store_access fastcgi_temp_file_write_size
            harmless: uwsgi_allow_upstream uwsgi_bind uwsgi_bind_dynamic uwsgi_buffer_size uwsgi_buffering uwsgi_buffers
            harmless: uwsgi_busy_buffers_size uwsgi_cache uwsgi_cache_background_update uwsgi_cache_bypass uwsgi_cache_key
            harmless: uwsgi_cache_lock uwsgi_cache_lock_age uwsgi_cache_lock_timeout uwsgi_cache_max_range_offset uwsgi_cache_methods
            harmless: uwsgi_cache_min_uses uwsgi_cache_path uwsgi_cache_purge uwsgi_cache_revalidate uwsgi_cache_use_stale
            harmless: uwsgi_cache_valid uwsgi_connect_timeout uwsgi_force_ranges uwsgi_hide_header uwsgi_ignore_client_abort
            harmless: uwsgi_ignore_headers uwsgi_intercept_errors uwsgi_limit_rate uwsgi_max_temp_file_size uwsgi_modifier1
            harmless: uwsgi_modifier2 uwsgi_next_upstream uwsgi_next_upstream_timeout uwsgi_next_upstream_tries uwsgi_no_cache
            harmless: uwsgi_pass_header uwsgi_pass_request_body uwsgi_pass_request_headers uwsgi_read_timeout uwsgi_request_buffering
            harmless: uwsgi_send_timeout uwsgi_socket_keepalive uwsgi_ssl_certificate uwsgi_ssl_certificate_cache
            harmless: uwsgi_ssl_certificate_key uwsgi_ssl_ciphers uwsgi_ssl_conf_command uwsgi_ssl_crl uwsgi_ssl_name
            harmless: uwsgi_ssl_password_file uwsgi_ssl_protocols uwsgi_ssl_server_name uwsgi_ssl_session_reuse
            harmless: uwsgi_ssl_trusted_certificate uwsgi_ssl_verify uwsgi_ssl_verify_depth uwsgi_store uwsgi_store_access uwsgi_string
            harmless: uwsgi_temp_file_write_size
            harmless: scgi_allow_upstream scgi_bind scgi_bind_dynamic scgi_buffer_size scgi_buffering scgi_buffers scgi_busy_buffers_size
            harmless: scgi_cache scgi_cache_background_update scgi_cache_bypass scgi_cache_key scgi_cache_lock scgi_cache_lock_age
            harmless: scgi_cache_lock_timeout scgi_cache_max_range_offset scgi_cache_methods scgi_cache_min_uses scgi_cache_path
            harmless: scgi_cache_purge scgi_cache_revalidate scgi_cache_use_stale scgi_cache_valid scgi_connect_timeout scgi_force_ranges
            harmless: scgi_hide_header scgi_ignore_client_abort scgi_ignore_headers scgi_intercept_errors scgi_limit_rate
            harmless: scgi_max_temp_file_size scgi_next_upstream scgi_next_upstream_timeout scgi_next_upstream_tries scgi_no_cache
            harmless: scgi_pass_header scgi_pass_request_body scgi_pass_request_headers scgi_read_timeout scgi_request_buffering
            harmless: scgi_send_timeout scgi_socket_keepalive scgi_store scgi_store_access scgi_temp_file_write_size
            harmless: grpc_allow_upstream grpc_bind grpc_bind_dynamic grpc_buffer_size grpc_connect_timeout grpc_hide_header
            harmless: grpc_ignore_headers grpc_intercept_errors grpc_next_upstream grpc_next_upstream_timeout grpc_next_upstream_tries
            harmless: grpc_pass_header grpc_read_timeout grpc_send_timeout grpc_socket_keepalive grpc_ssl_certificate
            harmless: grpc_ssl_certificate_cache grpc_ssl_certificate_key grpc_ssl_ciphers grpc_ssl_conf_command grpc_ssl_crl
            harmless: grpc_ssl_name grpc_ssl_password_file grpc_ssl_protocols grpc_ssl_server_name grpc_ssl_session_reuse
            harmless: grpc_ssl_trusted_certificate grpc_ssl_verify grpc_ssl_verify_depth
            harmless: memcached_allow_upstream memcached_bind memcached_bind_dynamic memcached_buffer_size memcached_connect_timeout
            harmless: memcached_gzip_flag memcached_next_upstream memcached_next_upstream_timeout memcached_next_upstream_tries
            harmless: memcached_read_timeout memcached_send_timeout memcached_socket_keepalive

            harmless: fastcgi_param uwsgi_param scgi_param grpc_set_header

            # how many of them nginx takes, besides those above
            takes 1-2: disable_symlinks
            takes 1-3: dav_access proxy_store_access userid_flags
            takes 1: ancient_browser_value auth_basic auth_basic_user_file auth_delay auth_request autoindex
            takes 1: autoindex_exact_size autoindex_format autoindex_localtime create_full_put_path gunzip gzip_hash
            takes 1: fastcgi_catch_stderr fastcgi_index fastcgi_split_path_info fastcgi_keep_conn
            takes 1: gzip_no_buffer gzip_window min_delete_depth mirror mirror_request_body modern_browser_value
            takes 1: mp4_buffer_size mp4_max_buffer_size mp4_start_key_frame open_file_cache_events override_charset
            takes 1: proxy_store slice ssi ssi_ignore_recycled_buffers ssi_last_modified ssi_min_file_chunk
            takes 1: ssi_silent_errors ssi_value_length ssl_early_data ssl_ocsp sub_filter_last_modified
            takes 1: userid_domain userid_expires userid_mark userid_name userid_p3p userid_path userid_service
            takes 2-3: fastcgi_param scgi_param uwsgi_param
            takes 2: grpc_set_header gunzip_buffers

            # parts of what is refused or off
            harmless: auth_basic_user_file auth_delay proxy_store_access quic_retry quic_gso quic_active_connection_id_limit
            harmless: image_filter_buffer image_filter_interlace image_filter_jpeg_quality image_filter_sharpen
            harmless: image_filter_transparency image_filter_webp_quality xml_entities xslt_last_modified xslt_param xslt_string_param
            harmless: xslt_types mp4_limit_rate mp4_limit_rate_after perl_require geoip_proxy
            harmless: geoip_proxy_recursive google_perftools_profiles send_lowat degradation degrade
            harmless: otel_exporter otel_service_name otel_resource_attr otel_span_name otel_span_attr
            not-done: geoip_country geoip_city geoip_org perl_set

            # njs and Lua: what only prepares, and what takes part in a request
            harmless: js_import js_include js_path js_engine js_preload_object js_shared_dict_zone js_context_reuse js_fetch_buffer_size
            harmless: js_fetch_ciphers js_fetch_max_response_buffer_size js_fetch_protocols js_fetch_timeout
            harmless: js_fetch_trusted_certificate js_fetch_verify js_fetch_verify_depth
            not-done: js_set js_var js_content js_access js_header_filter js_body_filter js_periodic
            harmless: lua_package_path lua_package_cpath lua_shared_dict lua_code_cache lua_max_running_timers lua_max_pending_timers
            harmless: lua_need_request_body lua_regex_cache_max_entries lua_regex_match_limit lua_socket_buffer_size
            harmless: lua_socket_connect_timeout lua_socket_keepalive_timeout lua_socket_log_errors lua_socket_pool_size
            harmless: lua_socket_read_timeout lua_socket_send_timeout lua_ssl_trusted_certificate lua_ssl_verify_depth
            harmless: init_by_lua init_by_lua_file init_worker_by_lua init_worker_by_lua_file log_by_lua log_by_lua_file
            harmless: init_by_lua_block init_worker_by_lua_block exit_worker_by_lua_block log_by_lua_block
            not-done: set_by_lua_block server_rewrite_by_lua_block rewrite_by_lua_block access_by_lua_block content_by_lua_block
            not-done: header_filter_by_lua_block body_filter_by_lua_block balancer_by_lua_block ssl_certificate_by_lua_block
            not-done: ssl_client_hello_by_lua_block ssl_session_fetch_by_lua_block ssl_session_store_by_lua_block
            not-done: set_by_lua set_by_lua_file rewrite_by_lua rewrite_by_lua_file access_by_lua access_by_lua_file content_by_lua
            not-done: content_by_lua_file header_filter_by_lua header_filter_by_lua_file body_filter_by_lua body_filter_by_lua_file
            not-done: balancer_by_lua_file ssl_certificate_by_lua_file ssl_client_hello_by_lua_file

            # modules of others that are met most
            only: brotli off
            only: brotli_static off
            only: modsecurity off
            harmless: brotli_comp_level brotli_types brotli_min_length brotli_buffers brotli_window vhost_traffic_status
            harmless: vhost_traffic_status_zone modsecurity_rules_file modsecurity_rules
            not-done: more_set_headers more_clear_headers more_set_input_headers more_clear_input_headers geoip2 echo
            not-done: vhost_traffic_status_display
            harmless: ancient_browser_value modern_browser_value autoindex_exact_size autoindex_format autoindex_localtime
            harmless: create_full_put_path dav_access min_delete_depth gunzip_buffers gzip_hash gzip_no_buffer gzip_window
            harmless: mirror_request_body mp4_buffer_size mp4_max_buffer_size mp4_start_key_frame open_file_cache_events
            harmless: ssi_ignore_recycled_buffers
            harmless: sub_filter_last_modified userid_domain userid_expires userid_flags userid_mark userid_name userid_p3p userid_path
            harmless: userid_service
            not-done: charset_map post_action

            # newer than nginx 1.22
            harmless: quic_bpf quic_host_key http3_hq http3_max_concurrent_streams http3_stream_buffer_size
            harmless: ssl_certificate_compression ssl_ech_file proxy_bind_dynamic
            harmless: tunnel_connect_timeout tunnel_send_timeout tunnel_read_timeout tunnel_buffer_size tunnel_next_upstream
            harmless: tunnel_next_upstream_timeout tunnel_next_upstream_tries tunnel_socket_keepalive tunnel_send_lowat tunnel_bind
            harmless: tunnel_allow_upstream

            # Tengine: measuring, balancing the load of its own processes, and checking upstreams that are well
            harmless: backtrace_log backtrace_max_stack_size debug_pool slab_stat request_time_cache log_empty_request ssl_async dso
            harmless: dso_tool
            harmless: req_status req_status_zone req_status_zone_add_indicator req_status_zone_key_length req_status_zone_recycle
            harmless: req_status_bypass req_status_lazy req_status_show_field
            harmless: check check_http_send check_http_expect_alive vnswrr iwrr dynamic_resolve dyups_upstream_conf
            harmless: client_body_buffers client_body_postpone_size sysguard xquic_log
            harmless: zstd_dict_file zstd_comp_level zstd_min_length zstd_types zstd_buffers
            harmless: check_keepalive_requests check_fastcgi_param check_shm_size vnswrr_max_init dyups_read_msg_timeout
            harmless: dyups_read_msg_log dyups_shm_zone_size dyups_trylock
            harmless: concat_max_files concat_unique concat_types concat_delimiter concat_ignore_file_error trim_js trim_css trim_types
            harmless: footer_types
            harmless: sysguard_load sysguard_mem sysguard_rt sysguard_cpu sysguard_mode sysguard_interval sysguard_log_level
            harmless: proxy_connect_allow proxy_connect_connect_timeout proxy_connect_data_timeout proxy_connect_read_timeout
            harmless: proxy_connect_send_timeout proxy_connect_address proxy_connect_bind proxy_connect_response
            harmless: xquic_log_file xquic_log_level xquic_ssl_certificate xquic_ssl_certificate_key xquic_congestion_control
            harmless: xquic_pacing xquic_cid_length ingress_gateway ingress_gateway_shm_config
            only: concat off
            only: trim off
            only: limit_tcp off
            only: zstd off
            only: zstd_static off
            only: enable_ntls off
            not-done: limit_req_whitelist server_admin footer user_agent check_status req_status_show session_sticky session_sticky_hide_cookie
            not-done: session_sticky_header consistent_hash dyups_interface multi_upstream
            not-done: proxy_connect limit_upstream_conn limit_upstream_zone limit_upstream_log_level dubbo_pass dubbo_pass_all_headers
            not-done: dubbo_pass_set tfs_pass tfs_upstream eval
            not-done: ssl_enc_certificate ssl_enc_certificate_key ssl_sign_certificate ssl_sign_certificate_key
            """;
}
