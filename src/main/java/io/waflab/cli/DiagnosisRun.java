package io.waflab.cli;

import io.waflab.capture.CaptureException;
import io.waflab.capture.CaptureReading;
import io.waflab.capture.CaptureSummary;
import io.waflab.capture.Decrypted;
import io.waflab.capture.TsharkWithKeys;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Summary;
import io.waflab.journal.ConnectionStory;
import io.waflab.report.DiagnosisHtml;
import io.waflab.report.DiagnosisJson;
import io.waflab.report.DiagnosisText;
import io.waflab.report.Language;
import io.waflab.report.Sentences;
import io.waflab.report.Style;
import io.waflab.report.SummaryHtml;
import io.waflab.report.SummaryText;
import io.waflab.report.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a capture and writes its diagnoses.
 *
 * <p>Bounded: text and HTML keep the summary and at most {@value #MOST} whole connections; JSON keeps the first
 * {@value #MOST}, so that they stand in the order of their numbers, and writes all further ones as they finish. With more
 * than {@value #MOST_OBSERVATIONS} observations they are fewer.
 */
final class DiagnosisRun {

    static final int MOST = 1000;
    static final int MOST_OBSERVATIONS = 50_000;

    private static final int FEW = 5;
    private static final Duration DECRYPTION = Duration.ofMinutes(10);

    /**
     * How to tell.
     *
     * @param all whether every connection is shown whole, as far as they are kept
     * @param keyLog TLS secrets, in a file
     */
    record Options(DiagnoseCommand.Format format, Language language, boolean all, Optional<Path> keyLog, Style style) {}

    private final Options options;
    private final Wanted wanted;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Sentences sentences;
    private final Summary summary = new Summary();
    private final List<Diagnosis> kept = new ArrayList<>();
    private Optional<FarSide> farSide = Optional.empty();
    private Optional<Decrypted> decrypted = Optional.empty();
    private long opened;
    /** Of all that was ever kept. */
    private long observations;

    DiagnosisRun(Options options, Wanted wanted, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.wanted = wanted;
        this.out = out;
        this.err = err;
        sentences = Sentences.in(options.language());
    }

    /**
     * The same, with a capture of the same connections from a place farther from the client beside it.
     *
     * @return the exit code
     */
    int report(Path near, Path far) throws CaptureException, IOException {
        var other = new FarSide(far);
        var keys = decrypt(far);
        var read = CaptureReading.read(
                far, story -> other.add(keys.map(known -> known.in(story)).orElse(story)), (bytes, total) -> {});
        var problem = read.problem();
        other.ends(read.endNanos(), problem.orElse(""));
        farSide = Optional.of(other);
        var result = report(near);
        problem.ifPresent(new Complaint(err, false)::say);
        if (problem.isEmpty() && other.found().lookedFor() > 0 && other.found().matched() == 0) {
            new Complaint(err, false)
                    .say(far + ": has no connection of " + near
                            + " (expected a capture of the same connections at another place)");
        }
        return problem.isPresent() ? Main.REFUSED : result;
    }

    /** @return the exit code */
    int report(Path file) throws CaptureException, IOException {
        decrypted = decrypt(file);
        var read = options.format() == DiagnoseCommand.Format.JSON ? json(file) : read(file, this::keep);
        kept.sort(Comparator.comparingInt(one -> one.story().number()));
        switch (options.format()) {
            case TEXT -> text(file, read);
            case HTML -> html(file, read);
            case JSON -> {}
        }
        out.flush();
        if (read.problem().isPresent()) {
            new Complaint(err, false).say(read.problem().get());
            return Main.REFUSED;
        }
        return summary.connections() == 0 && !wanted.terms().isEmpty() ? Main.NO : Main.DONE;
    }

    private CaptureSummary read(Path file, Consumer<Diagnosis> each) throws CaptureException {
        try (var progress = new ReadingProgress(err, Terminal.isThere())) {
            var read = CaptureReading.read(
                    file,
                    encrypted -> {
                        var story = opened(encrypted);
                        if (farSide.filter(other -> other.waits(story)).isEmpty()) {
                            take(Diagnosis.of(story), each);
                        }
                    },
                    progress);
            farSide.ifPresent(other -> other.together(read.endNanos(), diagnosis -> take(diagnosis, each)));
            return read;
        }
    }

    private void take(Diagnosis diagnosis, Consumer<Diagnosis> each) {
        if (wanted.holds(diagnosis)) {
            summary.add(diagnosis);
            each.accept(diagnosis);
        }
    }

    /** Where there are keys; they settle what is otherwise read from sizes and places. */
    private Optional<Decrypted> decrypt(Path file) {
        return options.keyLog().isPresent() || CaptureReading.hasSecrets(file)
                ? Optional.of(new TsharkWithKeys(DECRYPTION).read(file, options.keyLog()))
                : Optional.empty();
    }

    private ConnectionStory opened(ConnectionStory encrypted) {
        var story = decrypted.map(keys -> keys.in(encrypted)).orElse(encrypted);
        opened += story == encrypted ? 0 : 1;
        return story;
    }

    private void keep(Diagnosis diagnosis) {
        if (kept.size() < (options.all() ? MOST : FEW + 1) && observations < MOST_OBSERVATIONS) {
            hold(diagnosis);
        }
    }

    /** A few connections are all shown whole; of many only those worth opening. */
    private boolean few() {
        return options.all() || summary.connections() <= FEW;
    }

    private void text(Path file, CaptureSummary read) {
        lead(file, read).stream()
                .flatMap(said -> Words.wrap(said, options.style().width()).stream())
                .forEach(out::println);
        if (!few() || summary.connections() > 1) {
            out.print(SummaryText.of(summary, few() ? List.of() : summary.worthOpening(), sentences, options.style()));
        }
        for (var one : few() ? kept : List.<Diagnosis>of()) {
            out.println();
            out.print(DiagnosisText.of(one, sentences, options.style()));
        }
        leftOut().forEach(out::println);
    }

    private List<String> lead(Path file, CaptureSummary read) {
        var lead = ReadingWords.of(file.toString(), read, summary.connections(), sentences);
        farSide.ifPresent(other -> lead.add(sentences.text(
                other.isBounded()
                        ? "read.matched-bounded"
                        : other.found().lookedFor() > 0 && other.found().matched() == 0
                                ? "read.matched-none"
                                : "read.matched",
                other.found().matched(),
                other.found().lookedFor(),
                other.found().among())));
        decrypted.ifPresent(keys -> lead.add(keys.problem()
                .map(problem -> sentences.text("read.not-decrypted", problem))
                .orElseGet(() -> sentences.text("read.decrypted", opened))));
        return lead;
    }

    private List<String> leftOut() {
        return options.all() && summary.connections() > kept.size()
                ? List.of("", sentences.text("read.left-out", kept.size(), summary.connections()))
                : List.of();
    }

    private void html(Path file, CaptureSummary read) {
        var lead = lead(file, read);
        lead.addAll(leftOut());
        if (!few()) {
            lead.add(sentences.text("read.worth", summary.worthOpening().size(), summary.connections()));
        }
        var shown = few() ? kept : summary.worthOpening();
        var name = file.getFileName() == null
                ? file.toString()
                : file.getFileName().toString();
        var many = summary.connections() > 1 ? SummaryHtml.of(summary, shown, sentences) : "";
        out.print(DiagnosisHtml.page(name, lead, many, shown, sentences));
    }

    private CaptureSummary json(Path file) throws CaptureException, IOException {
        try (var json = new DiagnosisJson(out, sentences, file.toString())) {
            var read = read(file, one -> inOrder(json, one));
            flush(json);
            decrypted.ifPresent(keys -> json.decrypted(opened, keys.problem().orElse("")));
            farSide.map(FarSide::found).ifPresent(json::beside);
            json.end(read.packets(), read.givenUp(), read.problem().orElse(""));
            return read;
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private void inOrder(DiagnosisJson json, Diagnosis one) {
        hold(one);
        if (summary.connections() >= MOST || observations >= MOST_OBSERVATIONS) {
            flush(json);
        }
    }

    private void hold(Diagnosis one) {
        kept.add(one);
        observations += one.story().observations().size();
    }

    private void flush(DiagnosisJson json) {
        kept.sort(Comparator.comparingInt(one -> one.story().number()));
        try {
            for (var one : kept) {
                json.connection(one);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        kept.clear();
    }
}
