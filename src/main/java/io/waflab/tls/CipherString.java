package io.waflab.tls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * OpenSSL's cipher strings ({@code openssl-ciphers(1)}): words that add, move, remove or ban suites, in order.
 *
 * <p>One reading for all engines: none of them has the whole syntax. Suites that need what no certificate of RSA or
 * ECDSA gives (PSK, SRP, anonymous, NULL) are known by name and never offered.
 */
final class CipherString {

    private static final Pattern SEPARATOR = Pattern.compile("[:;, ]+");

    /** What ssl_cipher_process_rulestr takes for the beginning of a word, known or not. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._=-]");

    /** Words of OpenSSL, of this and of older versions, that stand for no suite that could be offered here. */
    private static final Pattern KNOWN_BUT_EMPTY = Pattern.compile(
            "(?x) [ak]?NULL | eNULL | COMPLEMENTOFALL | MEDIUM | LOW"
                    + "| EXP(ORT)?(40|56)?(-.*)? | ADH(-.*)? | AECDH(-.*)? | [ak]?DSS | [ak]?(RSA|DHE|ECDHE)?PSK | k?SRP | aSRP"
                    + "| [ak]?GOST\\w* | k?DH[dr]? | kECDH[er]? | aECDH | aDH | aKRB5 | kKRB5 | KRB5 | kFZA | aFZA | eFZA | FZA"
                    + "| RC[24] | 3?DES | IDEA | SEED | MD5 | CBC | SSLv2 | SUITEB.* | GOST\\w* | STREEBOG\\d+ | CHACHA20DRAFT | ECCdraft"
                    + "| TLS_.* | TLSv1\\.[13] | PSK-.* | (RSA|DHE|ECDHE)-PSK-.* | SRP-.* | (.*-)?NULL-\\w+ | .*-DSS-.*"
                    + "| (.*-)?(RC4|RC2|DES|DES3|IDEA|SEED|3DES)-.* | GOST.*-.* | ECDH-(RSA|ECDSA)-.* | DH-RSA-.* | (E?DH-)?.*-DRAFT");

    private static final Set<String> CLASSES = classes();

    private final List<CipherSuite> order = new ArrayList<>(CipherSuite.ALL);
    private final Set<CipherSuite> active = new HashSet<>();
    private final Set<CipherSuite> banned = new HashSet<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    private CipherString() {}

    private static CipherString of(String text) {
        var string = new CipherString();
        for (var word : SEPARATOR.split(text.strip())) {
            string.apply(word);
        }
        return string;
    }

    /**
     * The words of a cipher string that OpenSSL does not know, and passes over.
     *
     * @throws IllegalArgumentException as {@link #read} does
     */
    static Set<String> unknown(String text) {
        return of(text).unknown;
    }

    /**
     * The suites that a cipher string stands for, in its order.
     *
     * @throws IllegalArgumentException for what OpenSSL takes for no word, or a string that leaves nothing
     */
    static List<CipherSuite> read(String text) {
        var string = of(text);
        var suites = string.order.stream().filter(string.active::contains).toList();
        if (suites.isEmpty() && !string.unknown.isEmpty()) {
            throw unknownWord(string.unknown.iterator().next());
        }
        if (suites.isEmpty()) {
            throw new IllegalArgumentException("no cipher suite is left by \"" + text + "\" (expected an OpenSSL cipher"
                    + " string that names at least one, such as HIGH:!aNULL:!MD5)");
        }
        return suites;
    }

    private void apply(String word) {
        if (word.startsWith("@")) {
            applyCommand(word);
            return;
        }
        char sign = word.isEmpty() ? ' ' : word.charAt(0);
        boolean signed = "!-+".indexOf(sign) >= 0;
        var matches = matching(signed ? word.substring(1) : word);
        switch (signed ? sign : ' ') {
            case '!' -> {
                banned.addAll(matches);
                active.removeAll(matches);
            }
            case '-' -> remove(matches);
            case '+' -> moveToEnd(matches.stream().filter(active::contains).toList());
            default -> {
                var added = matches.stream()
                        .filter(suite -> !active.contains(suite) && !banned.contains(suite))
                        .toList();
                moveToEnd(added);
                active.addAll(added);
            }
        }
    }

    /** {@code @SECLEVEL} bounds keys and digests, which no engine here takes from a cipher string. */
    private void applyCommand(String word) {
        if (word.equals("@STRENGTH")) {
            order.sort((a, b) -> Integer.compare(b.bits(), a.bits()));
        } else if (!word.matches("@SECLEVEL=[0-5]")) {
            throw unknownWord(word);
        }
    }

    /** Removed suites go to the front, as OpenSSL does it, so that adding them again keeps their order. */
    private void remove(List<CipherSuite> suites) {
        var removed = suites.stream().filter(active::contains).toList();
        active.removeAll(removed);
        order.removeAll(Set.copyOf(removed));
        order.addAll(0, removed);
    }

    private void moveToEnd(List<CipherSuite> suites) {
        order.removeAll(Set.copyOf(suites));
        order.addAll(suites);
    }

    /** The suites that are in every class of {@code A+B+C}. */
    private List<CipherSuite> matching(String words) {
        Predicate<CipherSuite> all = suite -> true;
        for (var word : words.split("\\+", -1)) {
            if (CLASSES.contains(word)) {
                all = all.and(suite -> suite.is(word));
            } else if (KNOWN_BUT_EMPTY.matcher(word).matches()) {
                all = suite -> false;
            } else if (WORD.matcher(word).lookingAt()) {
                unknown.add(word);
                all = suite -> false;
            } else {
                throw unknownWord(word);
            }
        }
        return order.stream().filter(all).toList();
    }

    private static IllegalArgumentException unknownWord(String word) {
        return new IllegalArgumentException("\"" + word + "\" is neither a cipher suite nor a class of them (expected"
                + " OpenSSL's names, such as ECDHE-RSA-AES128-GCM-SHA256, HIGH or !aNULL)");
    }

    private static Set<String> classes() {
        var words = new LinkedHashSet<String>();
        CipherSuite.ALL.forEach(suite -> words.addAll(suite.words()));
        return words;
    }
}
