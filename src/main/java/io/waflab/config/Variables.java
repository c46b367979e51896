package io.waflab.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables that a configuration makes: by {@code set}, {@code map}, {@code geo}, {@code split_clients} and the named
 * groups of regular expressions. Each has a slot in which a request keeps its value, so that nothing is looked up by name
 * while requests are served. A variable of this kind hides the member of a family ({@code $arg_x}) of the same name. The case
 * of a name is no matter: nginx makes its letters small (ngx_http_add_variable, ngx_http_get_variable_index).
 */
public final class Variables {

    /** A configuration's without any, in http. */
    public static final Variables NONE = new Variables(false);

    /** The same in stream. */
    static final Variables NONE_IN_STREAM = new Variables(true);

    private final boolean inStream;

    private final Map<String, Integer> slots = new LinkedHashMap<>();
    private final Map<Integer, Lookup> lookups = new LinkedHashMap<>();
    private final Set<Integer> set = new HashSet<>();

    /** Of http. */
    Variables() {
        this(false);
    }

    /** @param inStream whether nginx's own are those of stream, and not those of http */
    Variables(boolean inStream) {
        this.inStream = inStream;
    }

    /** The variable of nginx's own that has that name where these are. */
    Optional<Variable> builtIn(String name) {
        return inStream ? Variable.ofStream(small(name)) : Variable.of(small(name));
    }

    /** Whether a configuration may make a variable of that name: it is none of nginx's, or only of a family. */
    boolean mayMake(String name) {
        return builtIn(name).filter(variable -> !variable.isFamily()).isEmpty();
    }

    /** Gives the variable a slot unless it has one. */
    void declare(String name) {
        slots.putIfAbsent(small(name), slots.size());
    }

    /** A variable of {@code set}: nginx warns of its use before. */
    void declareSet(String name) {
        declare(name);
        set.add(slots.get(small(name)));
    }

    /** What makes the value of a declared variable; the last one written counts, as in nginx. */
    void define(String name, Lookup lookup) {
        lookups.put(slots.get(small(name)), lookup);
    }

    /** How many slots a request needs. */
    public int count() {
        return slots.size();
    }

    Set<String> names() {
        return slots.keySet();
    }

    /** From 0; empty for a name that the configuration does not make. */
    public Optional<Integer> slot(String name) {
        return Optional.ofNullable(slots.get(small(name)));
    }

    /** What makes the value of a variable; empty for one that is set, or captured. */
    public Optional<Lookup> lookup(int slot) {
        return Optional.ofNullable(lookups.get(slot));
    }

    /** Whether {@code set} makes it, and nothing else does. */
    public boolean isSet(int slot) {
        return set.contains(slot) && !lookups.containsKey(slot);
    }

    /** The name of a variable, for messages. */
    public String name(int slot) {
        return slots.entrySet().stream()
                .filter(entry -> entry.getValue() == slot)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** The part of a template that names it; one without a slot where it is not known. */
    Template.Part part(String written) {
        var name = small(written);
        var slot = slots.get(name);
        if (slot != null) {
            return new Template.UserVariable(name, slot);
        }
        var builtIn = builtIn(name);
        return builtIn.isPresent()
                ? new Template.BuiltIn(builtIn.get(), builtIn.get().member(name))
                : new Template.UserVariable(name, -1);
    }

    private static String small(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static boolean inName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
