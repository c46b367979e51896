package io.waflab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.ssl.SslHandler;
import io.waflab.connection.Ending;
import io.waflab.connection.Event.Last;
import io.waflab.proxy.ProxyServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The table of packages in {@code src/site/markdown/decisions.md}, held: arrows point down only. */
@AnalyzeClasses(packages = "io.waflab", importOptions = DoNotIncludeTests.class)
class LayersTest {

    private static final String CONFIG = "io\\.waflab\\.config\\.";
    private static final String NESTED = "(\\$.*)?";

    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy("io.waflab.cli..")
            .layer("clients")
            .definedBy("io.waflab.clients..")
            .layer("reproduce")
            .definedBy("io.waflab.reproduce..")
            .layer("report")
            .definedBy("io.waflab.report..")
            .layer("diagnose")
            .definedBy("io.waflab.diagnose..")
            .layer("proxy")
            .definedBy("io.waflab.proxy..")
            .layer("capture")
            .definedBy("io.waflab.capture..")
            .layer("journal")
            .definedBy("io.waflab.journal..")
            .layer("http")
            .definedBy("io.waflab.http..")
            .layer("rewrite")
            .definedBy("io.waflab.rewrite..")
            .layer("tls")
            .definedBy("io.waflab.tls..")
            .layer("connection")
            .definedBy("io.waflab.connection..")
            .layer("config")
            .definedBy("io.waflab.config..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("clients")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("reproduce")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "reproduce")
            .whereLayer("diagnose")
            .mayOnlyBeAccessedByLayers("cli", "reproduce", "report")
            .whereLayer("proxy")
            .mayOnlyBeAccessedByLayers("cli", "reproduce")
            .whereLayer("capture")
            .mayOnlyBeAccessedByLayers("cli", "reproduce")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("cli", "clients", "reproduce", "report", "diagnose", "proxy", "capture")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("cli", "reproduce", "proxy")
            .whereLayer("rewrite")
            .mayOnlyBeAccessedByLayers("cli", "reproduce", "proxy")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("cli", "reproduce", "proxy")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers(
                    "cli", "clients", "reproduce", "report", "diagnose", "proxy", "capture", "journal", "http");

    /** Whoever closes a channel elsewhere says close_notify where nginx would not; see {@code Closer}. */
    @ArchTest
    static final ArchRule onlyTheCloserClosesChannels = noClasses()
            .that()
            .resideInAPackage("io.waflab.proxy..")
            .and()
            .doNotHaveFullyQualifiedName(ProxyServer.class.getPackageName() + ".Closer")
            .should()
            .accessTargetWhere(target(nameMatching("close|disconnect|shutdown.*"))
                    .and(target(owner(assignableTo(ChannelOutboundInvoker.class)))))
            .orShould()
            .accessTargetWhere(
                    target(nameMatching("CLOSE.*")).and(target(owner(assignableTo(ChannelFutureListener.class)))))
            .orShould()
            .accessTargetWhere(
                    target(nameMatching("closeForcibly")).and(target(owner(assignableTo(Channel.Unsafe.class)))))
            .orShould()
            .accessTargetWhere(target(nameMatching("closeOutbound")).and(target(owner(assignableTo(SslHandler.class)))))
            .orShould()
            .accessTargetWhere(target(nameMatching("SO_LINGER|setSoLinger")));

    /** Why a connection ends, or has no further request, the rules say; elsewhere they are told what has happened. */
    @ArchTest
    static final ArchRule onlyTheRulesSayWhy = noClasses()
            .that()
            .resideInAPackage("io.waflab.proxy..")
            .should()
            .accessTargetWhere(target(nameMatching("<init>"))
                    .and(target(owner(assignableTo(Ending.class).or(assignableTo(Last.class))))));

    @ArchTest
    static final ArchRule theRulesKnowNoClockAndNoNetwork = classes()
            .that()
            .resideInAPackage("io.waflab.connection..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..", "java.util..", "java.time..", "io.waflab.connection..", "io.waflab.config..")
            .andShould()
            .onlyAccessMembersThat(describe(
                    "no clock",
                    member -> !member.getName().matches("nanoTime|currentTimeMillis|now|currentThread|schedule.*")));

    @ArchTest
    static final ArchRule configurationsKnowNoClockAndNoSockets = noClasses()
            .that()
            .resideInAPackage("io.waflab.config..")
            .should()
            .accessTargetWhere(target(nameMatching("nanoTime|currentTimeMillis|now|schedule.*")))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(\\w*Socket|\\w*URLConnection|http\\..*)|java\\.nio\\.channels\\..*");

    /** Others have names of files, and look at none. */
    @ArchTest
    static final ArchRule fiveOfConfigReadFiles = noClasses()
            .that()
            .resideInAPackage("io.waflab.config..")
            .and()
            .haveNameNotMatching(CONFIG + "(CertificateFiles|HoconSources|NginxFiles|PlainProfile|Profiles)" + NESTED)
            .should()
            .accessTargetWhere(target(owner(assignableTo(Files.class))));

    @ArchTest
    static final ArchRule configurationsWriteNothing = noClasses()
            .that()
            .resideInAPackage("io.waflab.config..")
            .should()
            .accessTargetWhere(
                    target(nameMatching("(write|create|delete|copy|move|set|newOutput|newBufferedW|newByte).*"))
                            .and(target(owner(assignableTo(Files.class)))))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File(Output.*|Writer)|RandomAccessFile)");

    /** Addresses elsewhere are literals. */
    @ArchTest
    static final ArchRule twoOfConfigAskForNames = noClasses()
            .that()
            .resideInAPackage("io.waflab.config..")
            .and()
            .haveNameNotMatching(CONFIG + "(MachineName|Resolver)" + NESTED)
            .should()
            .accessTargetWhere(target(nameMatching("getAllByName|getLocalHost|getHostName|getCanonicalHostName"))
                    .and(target(owner(assignableTo(InetAddress.class)))));

    @ArchTest
    static final ArchRule configurationsAndCapturesKnowNoNetty = noClasses()
            .that()
            .resideInAnyPackage("io.waflab.config..", "io.waflab.rewrite..", "io.waflab.capture..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @Test
    void nothingSleepsNotEvenTests() {
        noClasses()
                .should()
                .accessTargetWhere(target(nameMatching("sleep"))
                        .and(target(owner(assignableTo(Thread.class).or(assignableTo(TimeUnit.class))))))
                .check(new ClassFileImporter().importPackages("io.waflab"));
    }
}
