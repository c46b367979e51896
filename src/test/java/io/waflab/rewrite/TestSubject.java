package io.waflab.rewrite;

import io.waflab.config.Location;
import io.waflab.config.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that writes down what is done to it. */
final class TestSubject implements Subject {

    String uri = "/";
    String args = "";
    boolean encoded;
    final Map<String, FileFacts> files = new HashMap<>();
    final List<String> done = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    boolean logs;

    @Override
    public String value(Variable variable, String member) {
        return switch (variable) {
            case URI -> uri;
            case ARGS -> args;
            case HOST -> "h";
            case ARG -> member.equals("a") ? "one" : "";
            default -> "";
        };
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public String args() {
        return args;
    }

    @Override
    public void args(String text) {
        args = text;
    }

    @Override
    public void limitRate(String size) {
        done.add("limit_rate " + size);
    }

    @Override
    public boolean encoded() {
        return encoded;
    }

    @Override
    public void rewriting(boolean breaks) {
        done.add(breaks ? "rewriting break" : "rewriting");
    }

    @Override
    public void uri(String changed) {
        uri = changed;
    }

    @Override
    public void broke() {
        done.add("break");
    }

    @Override
    public void enter(Location block) {
        done.add("enter " + block.origin().line());
    }

    @Override
    public Optional<FileFacts> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public boolean logsRewriting() {
        return logs;
    }

    @Override
    public boolean warnsOfUninitialized() {
        return true;
    }

    @Override
    public void log(String level, String message) {
        log.add(level + ": " + message);
    }
}
