package io.waflab.config;

/** What makes the value of a variable out of that of others. */
public sealed interface Lookup permits MapTable, GeoTable, ClientSplit {

    /** What is looked up. */
    Template source();

    /** Whether a request looks it up again each time, and not once. */
    boolean isVolatile();
}
