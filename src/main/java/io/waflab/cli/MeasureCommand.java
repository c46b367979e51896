package io.waflab.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waflab.capture.Capture;
import io.waflab.capture.CaptureException;
import io.waflab.connection.Cause;
import io.waflab.diagnose.Diagnosis;
import io.waflab.diagnose.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code waflab measure}: diagnoses against what is known to have happened. A folder's {@code truth.json} says for each
 * capture the cause, which others are acceptable, closed_by, how, phase and gap_s (± 0.3 s or 1 %). Not in the help: for
 * whoever changes a rule.
 */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description =
                "Compares diagnoses with labelled captures: right, acceptable and wrong, by field, and calibration.")
final class MeasureCommand implements Callable<Integer> {

    private static final List<String> FIELDS = List.of("cause", "closed_by", "how", "phase", "gap_s");
    private static final double NEAR = 0.3;
    private static final double HUNDREDTH = 0.01;

    /** Of several connections to the server's port these are looked at last. */
    private static final Set<Cause> UNREMARKABLE = Set.of(Cause.NORMAL_CLOSE, Cause.STILL_OPEN);

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders with captures and a truth.json.")
    private List<Path> folders;

    @Option(names = "--quiet", description = "Only the totals.")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    private final Map<String, Integer> wrong = new TreeMap<>();
    private final Map<String, int[]> calibration = new TreeMap<>();
    private int files;
    private int right;
    private int acceptable;
    private int everyField;
    private int unread;

    @Override
    public Integer call() throws IOException {
        for (var folder : folders) {
            for (var label : new ObjectMapper().readTree(Files.readString(folder.resolve("truth.json")))) {
                measure(folder, label);
            }
        }
        totals(spec.commandLine().getOut());
        return everyField == files ? Main.DONE : Main.NO;
    }

    private void measure(Path folder, JsonNode label) {
        var file = folder.resolve(label.get("file").asText());
        files++;
        try {
            var diagnosis = wanted(file, label.get("server_port").asInt());
            if (diagnosis.isEmpty()) {
                unread++;
                spec.commandLine().getOut().println("no such connection  " + file);
            } else {
                compare(file, label.get("truth"), diagnosis.get().finding());
            }
        } catch (CaptureException refused) {
            unread++;
            spec.commandLine().getOut().println("not read  " + refused.getMessage());
        }
    }

    private static Optional<Diagnosis> wanted(Path file, int port) throws CaptureException {
        var diagnoses = new ArrayList<Diagnosis>();
        for (var conversation : Capture.read(file).conversations()) {
            if (conversation.server().port() == port) {
                diagnoses.add(Diagnosis.of(conversation.story(diagnoses.size() + 1)));
            }
        }
        return diagnoses.stream()
                .min(Comparator.comparing((Diagnosis one) ->
                                UNREMARKABLE.contains(one.finding().cause()))
                        .thenComparing(one -> one.story().fromClient().bytes() == 0));
    }

    private void compare(Path file, JsonNode truth, Finding finding) {
        var also = new ArrayList<String>();
        truth.withArray("also").forEach(cause -> also.add(cause.asText()));
        var isRight = finding.id().equals(truth.get("cause").asText());
        var isAcceptable = isRight || also.contains(finding.id());
        right += isRight ? 1 : 0;
        acceptable += isAcceptable && !isRight ? 1 : 0;
        var said = said(finding);
        var off = new ArrayList<String>();
        for (var field : FIELDS) {
            var agrees = field.equals("cause")
                    ? isAcceptable
                    : field.equals("gap_s")
                            ? isNear(truth.get("gap_s"), finding)
                            : truth.get(field).asText().equals(said.get(field));
            if (!agrees) {
                off.add(field);
                wrong.merge(field, 1, Integer::sum);
            }
        }
        everyField += off.isEmpty() ? 1 : 0;
        var bucket = calibration.computeIfAbsent(
                String.format(Locale.ROOT, "%.1f", Math.floor(finding.confidence() * 10) / 10), key -> new int[2]);
        bucket[0]++;
        bucket[1] += isAcceptable ? 1 : 0;
        if (!off.isEmpty() && !quiet) {
            spec.commandLine()
                    .getOut()
                    .println(String.join(",", off) + "  " + file + "  known: " + truth + "  said: " + said + " "
                            + finding.confidence());
        }
    }

    private static Map<String, String> said(Finding finding) {
        return new TreeMap<>(Map.of(
                "cause",
                finding.id(),
                "closed_by",
                finding.closer(),
                "how",
                finding.how().word(),
                "phase",
                finding.phase().word(),
                "gap_s",
                finding.gap().map(gap -> String.valueOf(gap.toNanos() / 1e9)).orElse("null")));
    }

    private static boolean isNear(JsonNode truth, Finding finding) {
        if (truth.isNull() || finding.gap().isEmpty()) {
            return truth.isNull() && finding.gap().isEmpty();
        }
        var off = Math.abs(truth.asDouble() - finding.gap().get().toNanos() / 1e9);
        return off <= Math.max(NEAR, HUNDREDTH * truth.asDouble());
    }

    private void totals(PrintWriter out) {
        out.println(files + " captures: " + right + " right, " + acceptable + " acceptable, "
                + (files - right - acceptable - unread) + " wrong, " + unread + " not read; every field agrees in "
                + everyField);
        out.println("fields that differ: " + wrong);
        calibration.forEach((confidence, counts) -> out.println(
                "said with " + confidence + " and more: " + counts[1] + " of " + counts[0] + " right or acceptable"));
    }
}
