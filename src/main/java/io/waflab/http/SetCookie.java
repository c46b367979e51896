package io.waflab.http;

import java.util.ArrayList;
import java.util.List;

/** A Set-Cookie field's value, its attributes taken apart (ngx_http_proxy_parse_cookie). */
final class SetCookie {

    /** The cookie itself, or an attribute of it; value is null without an equals sign. */
    private static final class Attribute {

        private String name;
        private String value;

        Attribute(String name, String value) {
            this.name = name;
            this.value = value;
        }
    }

    private final List<Attribute> attributes = new ArrayList<>();

    SetCookie(String text) {
        for (var part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            attributes.add(new Attribute(
                    (equals < 0 ? part : part.substring(0, equals)).strip(),
                    equals < 0 ? null : part.substring(equals + 1).strip()));
        }
    }

    /** The cookie's name. */
    String name() {
        return attributes.get(0).name;
    }

    /** How many there are, the cookie itself being 0. */
    int count() {
        return attributes.size();
    }

    /** Whether attribute i (from 1) has this name, whatever its case. */
    boolean is(int i, String name) {
        return attributes.get(i).name.equalsIgnoreCase(name);
    }

    /** The value of attribute i; null for none. */
    String value(int i) {
        return attributes.get(i).value;
    }

    void value(int i, String value) {
        attributes.get(i).value = value;
    }

    void remove(int i) {
        attributes.remove(i);
    }

    /** @param value null for none */
    void add(String name, String value) {
        attributes.add(new Attribute(name, value));
    }

    /** The index of an attribute; -1 where it is missing. */
    int find(String name) {
        for (int i = 1; i < attributes.size(); i++) {
            if (is(i, name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var attribute : attributes) {
            text.append(text.length() == 0 ? "" : "; ").append(attribute.name);
            if (attribute.value != null) {
                text.append('=').append(attribute.value);
            }
        }
        return text.toString();
    }
}
