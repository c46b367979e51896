/**
 * What the operator wrote, as immutable records: HOCON and nginx.conf read into one model, inheritance resolved, every
 * problem with file and line. Uses no other package. Start at {@link
 * io.waflab.config.ConfigReader}; the table of directives is {@link io.waflab.config.Directive}.
 */
package io.waflab.config;
