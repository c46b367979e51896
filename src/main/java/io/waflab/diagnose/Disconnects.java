package io.waflab.diagnose;

import com.typesafe.config.Config;
import io.waflab.journal.ConnectionStory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The knowledge base of classical disconnects, from {@code disconnects.conf}, and the search in it by symptom. */
public final class Disconnects {

    private static final double FOUND = 0.5;
    private static final double MUCH_WORSE = 0.6;
    private static final int MOST_SYMPTOMS = 6;
    /** Those that symptoms name. */
    private static final List<String> ALERTS = List.of("unrecognized_name", "handshake_failure");

    private static final int MOST_FOUND = 8;
    /** Words that say nothing about which symptom this is. */
    private static final Set<String> EMPTY_WORDS = Set.of(
            "a", "an", "and", "at", "by", "com", "for", "from", "in", "io", "is", "java", "javax", "net", "of", "on",
            "or", "org", "s", "the", "to", "with");

    /**
     * An entry that may be meant.
     *
     * @param score 0 to 1: how much of what was asked it shows
     * @param symptom the one that shows it best
     */
    public record Match(Disconnect entry, double score, Finding.Symptom symptom) {}

    private static final class Loaded {
        static final Disconnects ALL =
                new Disconnects(Profiles.parse("disconnects.conf").getConfigList("entries").stream()
                        .map(Disconnects::entry)
                        .toList());
    }

    private final List<Disconnect> entries;
    private final Map<String, Integer> rarity;

    private Disconnects(List<Disconnect> entries) {
        this.entries = List.copyOf(entries);
        rarity = entries.stream()
                .flatMap(entry -> entry.symptoms().stream())
                .flatMap(symptom -> words(symptom.text()).stream())
                .collect(Collectors.toMap(Function.identity(), word -> 1, Integer::sum));
    }

    public static Disconnects all() {
        return Loaded.ALL;
    }

    public List<Disconnect> entries() {
        return entries;
    }

    /**
     * The entries that show this symptom, best first; none where nothing fits. A class or error name says more than
     * words that many symptoms share; numbers, addresses and case do not matter. Where some show it letter for letter, those
     * that only have such words are not meant.
     */
    public List<Match> search(String symptom) {
        var found = ranked(symptom).filter(match -> match.score() >= FOUND).toList();
        var exact = found.stream()
                .filter(match -> shows(match.entry(), symptom.strip()))
                .toList();
        var matches = exact.isEmpty() ? found : exact;
        var best = matches.isEmpty() ? 0 : matches.get(0).score();
        return matches.stream()
                .filter(match -> match.score() >= MUCH_WORSE * best)
                .limit(MOST_FOUND)
                .toList();
    }

    /** As whole words: RST is not in "first". */
    private static boolean shows(Disconnect entry, String symptom) {
        var asked =
                Pattern.compile("(?<![a-z0-9_])" + Pattern.quote(symptom) + "(?![a-z0-9_])", Pattern.CASE_INSENSITIVE);
        return entry.symptoms().stream()
                .anyMatch(known -> asked.matcher(known.text()).find());
    }

    /** What comes nearest, where nothing fits. */
    public List<Match> nearest(String symptom) {
        return ranked(symptom).limit(3).toList();
    }

    private Stream<Match> ranked(String symptom) {
        var asked = words(symptom);
        return entries.stream()
                .map(entry -> best(entry, asked))
                .filter(match -> match.score() > 0)
                .sorted(Comparator.comparing(Match::score).reversed());
    }

    private Match best(Disconnect entry, Set<String> asked) {
        return entry.symptoms().stream()
                .map(symptom -> new Match(entry, score(symptom, asked), symptom))
                .max(Comparator.comparing(Match::score))
                .orElseThrow();
    }

    /** The share of the asked words' weight that this symptom has, a little less where it has much besides. */
    private double score(Finding.Symptom symptom, Set<String> asked) {
        var has = words(symptom.text() + " " + symptom.program());
        var total = 0.0;
        var shared = 0.0;
        for (var word : asked) {
            var near =
                    has.stream().mapToDouble(known -> alike(word, known)).max().orElse(0);
            total += weight(word);
            shared += near * weight(word);
        }
        var besides = has.stream().filter(word -> !asked.contains(word)).count();
        return total == 0 ? 0 : shared / total - 0.002 * besides;
    }

    private double weight(String word) {
        return 1.0 / Math.sqrt(rarity.getOrDefault(word, 1)) * (word.length() > 8 ? 2 : 1);
    }

    /** 1 for the same word; less for one inside the other, and for one or two letters mistyped. */
    private static double alike(String asked, String known) {
        if (asked.equals(known)) {
            return 1;
        }
        if (asked.length() >= 4 && known.contains(asked)) {
            return 0.8;
        }
        if (known.length() >= 5 && asked.contains(known)) {
            return 0.7;
        }
        var most = Math.min(asked.length(), known.length()) / 4;
        return most > 0 && distance(asked, known, most) <= most ? 0.7 : 0;
    }

    /** Letters to insert, remove or replace; anything above {@code most} may be given as more than it. */
    private static int distance(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most || one.length() > 60) {
            return most + 1;
        }
        var row = new int[other.length() + 1];
        for (var j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.length; j++) {
                var above = row[j];
                var same = one.charAt(i - 1) == other.charAt(j - 1);
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    private static Set<String> words(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+"))
                .filter(word -> !word.isEmpty() && !EMPTY_WORDS.contains(word))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The entries that a finding belongs to, those first that name its cause first. */
    List<Disconnect> about(Draft draft, ConnectionStory story) {
        if (!Only.isComplaint(draft.cause())) {
            return List.of();
        }
        var cause = draft.cause().id();
        return entries.stream()
                .filter(entry -> entry.causes().contains(cause))
                .filter(entry -> entry.only().stream().allMatch(only -> only.holds(draft, story)))
                .sorted(Comparator.comparing(entry -> entry.causes().indexOf(cause)))
                .toList();
    }

    /**
     * What programs report then, from each entry the commonest first.
     *
     * @param alert what was said, if anything; a report of another alert is none of this connection
     */
    static List<Finding.Symptom> symptoms(List<Disconnect> about, String alert) {
        var said = about.stream()
                .map(entry -> entry.symptoms().stream()
                        .filter(symptom -> alert.isEmpty() || fits(symptom, alert))
                        .toList())
                .toList();
        var found = new ArrayList<Finding.Symptom>();
        for (var place = 0; place < MOST_SYMPTOMS; place++) {
            for (var symptoms : said) {
                if (place < symptoms.size() && found.size() < MOST_SYMPTOMS) {
                    found.add(symptoms.get(place));
                }
            }
        }
        return found;
    }

    /** Names no alert, or this one. */
    private static boolean fits(Finding.Symptom symptom, String alert) {
        var text = symptom.text().replace(' ', '_');
        return text.contains(alert) || ALERTS.stream().noneMatch(text::contains);
    }

    private static Disconnect entry(Config row) {
        return new Disconnect(
                row.getString("id"),
                row.getConfigList("symptoms").stream()
                        .map(symptom -> new Finding.Symptom(symptom.getString("program"), symptom.getString("text")))
                        .toList(),
                row.getString("wire"),
                row.getStringList("causes"),
                row.getString("why"),
                row.getString("client"),
                row.getString("server"),
                row.getStringList("threads"),
                row.hasPath("only")
                        ? row.getStringList("only").stream().map(Only::named).toList()
                        : List.of());
    }
}
