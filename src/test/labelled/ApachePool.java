import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;

/** Apache HttpClient 5: URL IDLE_SECONDS STAY_SECONDS. Asks once; its evictor closes what is idle for so long. */
public final class ApachePool {
    public static void main(String[] words) throws Exception {
        TimeValue idle = TimeValue.ofSeconds(Long.parseLong(words[1]));
        try (CloseableHttpClient client = HttpClients.custom()
                .useSystemProperties()
                .evictIdleConnections(idle)
                .disableAutomaticRetries()
                .build()) {
            try {
                String body = client.execute(new HttpGet(words[0]), answer -> EntityUtils.toString(answer.getEntity()));
                System.out.println(body.length());
            } catch (Exception e) {
                System.out.println(e);
            }
            Thread.sleep(Long.parseLong(words[2]) * 1000);
        }
    }

    private ApachePool() {}
}
