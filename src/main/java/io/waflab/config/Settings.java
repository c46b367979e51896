package io.waflab.config;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All directives in force at one place (http, a server, a location, an upstream), inheritance resolved. Immutable.
 *
 * <p>A getter of the wrong kind for a directive is a bug of the caller and throws {@link ClassCastException}.
 */
public final class Settings {

    private final Map<Directive, Setting> settings;
    /** The same by the directive's number: requests look here. */
    private final Setting[] byNumber = new Setting[Directive.values().length];

    /** @param settings one for each directive that has a value here, defaults included */
    public Settings(Map<Directive, Setting> settings) {
        this.settings = new EnumMap<>(Directive.class);
        this.settings.putAll(settings);
        for (var setting : settings.values()) {
            byNumber[setting.directive().ordinal()] = setting;
        }
    }

    /** The setting with its place; empty where the directive has neither a value nor a default. */
    public Optional<Setting> find(Directive directive) {
        return Optional.ofNullable(byNumber[directive.ordinal()]);
    }

    /** The setting with its place, for a directive that has a default. */
    public Setting get(Directive directive) {
        var setting = byNumber[directive.ordinal()];
        if (setting == null) {
            throw new IllegalArgumentException(directive.word() + " has no value here");
        }
        return setting;
    }

    /** The same, one directive absent. */
    Settings without(Directive directive) {
        var others = new EnumMap<>(settings);
        others.remove(directive);
        return new Settings(others);
    }

    public boolean has(Directive directive) {
        return settings.containsKey(directive);
    }

    /** For {@link Kind#TIME} and the first word of {@link Kind#TIMES}. */
    public Duration time(Directive directive) {
        return (Duration) get(directive).value();
    }

    /** Bytes, for {@link Kind#SIZE}. */
    public long size(Directive directive) {
        return (Long) get(directive).value();
    }

    /** For {@link Kind#COUNT}. */
    public long count(Directive directive) {
        return (Long) get(directive).value();
    }

    /** For {@link Kind#FLAG}. */
    public boolean flag(Directive directive) {
        return (Boolean) get(directive).value();
    }

    /** Whether a directive of {@link Kind#BARE} stands here. */
    public boolean stands(Directive directive) {
        return find(directive).isPresent();
    }

    /** For {@link Kind#TEXT} and {@link Kind#CHOICE}. */
    public String text(Directive directive) {
        return (String) get(directive).value();
    }

    /** For {@link Kind#WORDS} and {@link Kind#TIMES}: the words as written. */
    public List<String> words(Directive directive) {
        return get(directive).lines().get(0);
    }

    /** For {@link Kind#LINES}: each time that the directive stands here, its words; none when it does not. */
    public List<List<String>> lines(Directive directive) {
        var setting = byNumber[directive.ordinal()];
        return setting == null ? List.of() : setting.lines();
    }

    public Collection<Setting> all() {
        return settings.values();
    }
}
