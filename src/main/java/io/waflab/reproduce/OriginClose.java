package io.waflab.reproduce;

import io.waflab.connection.Peer;
import io.waflab.journal.What;

/**
 * How a connection of an origin ended: its first FIN or RST.
 *
 * @param connection its number, from 1
 * @param requests heads that came on it
 * @param nanos when, since the origin began
 * @param by CLIENT for the proxy or whoever connected, SERVER for the origin
 * @param what FIN or RST
 */
public record OriginClose(int connection, int requests, long nanos, Peer by, What what) {}
