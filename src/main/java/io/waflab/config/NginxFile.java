package io.waflab.config;

import java.nio.file.Path;
import java.util.List;

/**
 * An nginx.conf and what belongs to it, as nginx's command line names them.
 *
 * @param file the configuration
 * @param prefix the folder for logs, temporary files and documents; certificates and includes are looked for beside the
 *     file
 * @param errorLog the words of {@code error_log} where the file has none
 * @param parameter further directives for the top level, as behind {@code -g}; empty for none
 * @param profile what holds where the file says nothing: a file of {@code conf/profiles} without its ending
 */
public record NginxFile(Path file, Path prefix, List<String> errorLog, String parameter, String profile) {

    /** What {@code waflab nginx} imitates when it is not told. */
    public static final String PROFILE = "tengine-3.2";
}
