import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.FileInputStream;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Undertow: PORT KEYSTORE IDLE_MILLIS PARSE_MILLIS, - for no TLS; 0 for no such timer. The paths are those of JettyHost. */
public final class UndertowHost {
    public static void main(String[] words) throws Exception {
        int port = Integer.parseInt(words[0]);
        HttpHandler handler = new BlockingHandler(exchange -> {
            if (exchange.getRequestPath().equals("/crash")) {
                Thread.sleep(1_370);
                Runtime.getRuntime().halt(1);
            } else if (exchange.getRequestPath().equals("/slow")) {
                Thread.sleep(60_000);
            }
            exchange.getInputStream().readAllBytes();
            exchange.getResponseSender().send("unde".repeat(100));
        });
        Undertow.Builder builder = Undertow.builder().setHandler(handler);
        if (!words[2].equals("0")) {
            builder.setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, Integer.parseInt(words[2]));
        }
        if (!words[3].equals("0")) {
            builder.setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Integer.parseInt(words[3]));
        }
        if (words[1].equals("-")) {
            builder.addHttpListener(port, "127.0.0.1");
        } else {
            builder.addHttpsListener(port, "127.0.0.1", tls(words[1]));
        }
        builder.build().start();
    }

    private static SSLContext tls(String store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (FileInputStream in = new FileInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private UndertowHost() {}
}
