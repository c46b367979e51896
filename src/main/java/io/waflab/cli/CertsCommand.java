package io.waflab.cli;

import io.waflab.tls.LabCertificate;
import io.waflab.tls.LabCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code waflab certs}: the lab's own CA, made where it is missing, and what each certificate is for. */
@Command(
        name = "certs",
        description = "Makes and lists the lab's own CA and its certificates, good and bad.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:they are there", "2:a name that is none, or a folder that cannot be written to"})
public final class CertsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "${sys:waflab.home:-.}/certs",
            description = "The folder (default: certs in waflab's own folder).")
    private Path folder;

    @Option(names = "--force", description = "Make all anew, the root too: clients have to trust the new one.")
    private boolean force;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            arity = "1..*",
            description =
                    "Host names and addresses of the server certificates (default: lab.test localhost 127.0.0.1 ::1).")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        for (var name : names) {
            if (!name.matches("[0-9A-Za-z*._:-]{1,253}")) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--name \"" + printable(name) + "\" (expected a host name or an IP address)");
            }
        }
        var certificates = new LabCertificates(folder);
        try {
            certificates.make(names, force);
        } catch (IOException unwritable) {
            var words = Complaint.words(unwritable);
            var where = words.startsWith(folder.toString()) ? "" : folder + ": ";
            spec.commandLine()
                    .getErr()
                    .println("certs: " + Complaint.printable(where + words)
                            + " (expected: a folder where you may write, --dir DIR)");
            return 2;
        }
        var out = spec.commandLine().getOut();
        for (var entry : certificates.entries()) {
            out.printf(
                    "%-26s %s to %s  %s%n",
                    entry.file().getFileName(),
                    day(entry.x509().getNotBefore().toInstant()),
                    day(entry.x509().getNotAfter().toInstant()),
                    entry.certificate().purpose());
        }
        out.println();
        out.println("They are in " + Complaint.printable(folder.toString())
                + "; beside each .pem lies its .key, readable by you alone.");
        out.println("Trust the root for one command:  curl --cacert "
                + Complaint.printable(certificates.file(LabCertificate.ROOT).toString())
                + " --resolve lab.test:8443:127.0.0.1 https://lab.test:8443/");
        out.flush();
        return 0;
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
