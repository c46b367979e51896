/**
 * The rules and the words of a connection: side, phase, timer, cause, close act. JDK only, no clock, no I/O. Uses
 * {@code config}. Start at {@link io.waflab.connection.Timer}.
 */
package io.waflab.connection;
