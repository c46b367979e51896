import java.nio.ByteBuffer;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty: PORT KEYSTORE IDLE_MILLIS, or - for no TLS. Answers 400 bytes; /slow never, /crash dies after 1.37 s. */
public final class JettyHost {
    public static void main(String[] words) throws Exception {
        Server server = new Server();
        HttpConnectionFactory http = new HttpConnectionFactory(new HttpConfiguration());
        ServerConnector connector = words[1].equals("-")
                ? new ServerConnector(server, http)
                : new ServerConnector(server, secure(tls(words[1]), http));
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(words[0]));
        connector.setIdleTimeout(Long.parseLong(words[2]));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                String path = Request.getPathInContext(request);
                if (path.equals("/crash")) {
                    Thread.sleep(1_370);
                    Runtime.getRuntime().halt(1);
                } else if (path.equals("/slow")) {
                    Thread.sleep(60_000);
                }
                Content.Source.asString(request);
                response.write(true, ByteBuffer.wrap("jety".repeat(100).getBytes()), callback);
                return true;
            }
        });
        server.start();
    }

    private static ConnectionFactory[] secure(SslContextFactory.Server tls, HttpConnectionFactory http) {
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls, "alpn"),
            alpn,
            new HTTP2ServerConnectionFactory(http.getHttpConfiguration()),
            http
        };
    }

    private static SslContextFactory.Server tls(String store) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setKeyStorePath(store);
        factory.setKeyStorePassword("changeit");
        factory.setKeyStoreType("PKCS12");
        return factory;
    }

    private JettyHost() {}
}
