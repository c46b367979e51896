package io.waflab.cli;

/** waflab's command line. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(2);
    }
}
