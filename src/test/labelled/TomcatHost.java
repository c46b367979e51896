import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat: PORT KEYSTORE FOLDER NAME=VALUE ..., the connector's attributes, or h2=MILLIS; - for no TLS. The paths are those of JettyHost. */
public final class TomcatHost {
    public static void main(String[] words) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(words[2]);
        Connector connector = new Connector("HTTP/1.1");
        connector.setPort(Integer.parseInt(words[0]));
        connector.setProperty("address", "127.0.0.1");
        for (int i = 3; i < words.length; i++) {
            String[] pair = words[i].split("=");
            if (pair[0].equals("h2")) {
                Http2Protocol second = new Http2Protocol();
                second.setKeepAliveTimeout(Long.parseLong(pair[1]));
                connector.addUpgradeProtocol(second);
            } else {
                connector.setProperty(pair[0], pair[1]);
            }
        }
        if (!words[1].equals("-")) {
            secure(connector, words[1]);
        }
        tomcat.getService().addConnector(connector);
        Context context = tomcat.addContext("", words[2]);
        Tomcat.addServlet(context, "all", new Answers());
        context.addServletMappingDecoded("/*", "all");
        tomcat.start();
        tomcat.getServer().await();
    }

    private static void secure(Connector connector, String store) {
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig config = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(store);
        certificate.setCertificateKeystorePassword("changeit");
        certificate.setCertificateKeystoreType("PKCS12");
        config.addCertificate(certificate);
        connector.addSslHostConfig(config);
    }

    private static final class Answers extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                if (request.getRequestURI().equals("/crash")) {
                    Thread.sleep(1_370);
                    Runtime.getRuntime().halt(1);
                } else if (request.getRequestURI().equals("/slow")) {
                    Thread.sleep(60_000);
                }
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            request.getInputStream().readAllBytes();
            response.setContentLength(400);
            response.getOutputStream().write("tomc".repeat(100).getBytes());
        }
    }

    private TomcatHost() {}
}
