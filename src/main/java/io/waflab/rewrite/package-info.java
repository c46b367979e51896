/**
 * What nginx's rewriting does to one request: variables and their values, scripts of {@code rewrite}, {@code set},
 * {@code if}, {@code return}. Pure: what is on the disk, and what a request is, is asked for.
 */
package io.waflab.rewrite;
