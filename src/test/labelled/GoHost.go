// Go's net/http as a server: PORT CERTIFICATE KEY NAME=SECONDS ..., - for no TLS; or as a client: client URL ROOT NAME=SECONDS ...
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

func values(words []string) map[string]time.Duration {
	all := map[string]time.Duration{}
	for _, word := range words {
		name, text, _ := strings.Cut(word, "=")
		var seconds float64
		fmt.Sscan(text, &seconds)
		all[name] = time.Duration(seconds * float64(time.Second))
	}
	return all
}

func answer(out http.ResponseWriter, in *http.Request) {
	switch in.URL.Path {
	case "/crash":
		time.Sleep(1370 * time.Millisecond)
		os.Exit(1)
	case "/slow":
		time.Sleep(60 * time.Second)
	case "/half":
		out.Header().Set("Content-Length", "5000")
		out.Write([]byte("half"))
		out.(http.Flusher).Flush()
		time.Sleep(1370 * time.Millisecond)
		os.Exit(1)
	}
	io.ReadAll(in.Body)
	out.Write([]byte(strings.Repeat("gogo", 100)))
}

func serve(words []string) error {
	set := values(words[3:])
	server := &http.Server{
		Addr:              "127.0.0.1:" + words[0],
		Handler:           http.HandlerFunc(answer),
		IdleTimeout:       set["IdleTimeout"],
		ReadHeaderTimeout: set["ReadHeaderTimeout"],
		ReadTimeout:       set["ReadTimeout"],
		TLSConfig:         &tls.Config{},
	}
	if _, only := set["tls13"]; only {
		server.TLSConfig.MinVersion = tls.VersionTLS13
	}
	if words[1] == "-" {
		return server.ListenAndServe()
	}
	return server.ListenAndServeTLS(words[1], words[2])
}

func ask(words []string) error {
	set := values(words[2:])
	pool := x509.NewCertPool()
	if text, err := os.ReadFile(words[1]); err == nil {
		pool.AppendCertsFromPEM(text)
	}
	config := &tls.Config{RootCAs: pool, ServerName: "lab.example"}
	if _, old := set["tls12"]; old {
		config.MaxVersion = tls.VersionTLS12
	}
	_, second := set["h2"]
	transport := &http.Transport{TLSClientConfig: config, IdleConnTimeout: set["IdleConnTimeout"], ForceAttemptHTTP2: second}
	client := &http.Client{Transport: transport, Timeout: set["Timeout"]}
	response, err := client.Get(words[0])
	if err == nil {
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		time.Sleep(set["stay"])
	}
	return err
}

func main() {
	var err error
	if os.Args[1] == "client" {
		err = ask(os.Args[2:])
	} else {
		err = serve(os.Args[1:])
	}
	fmt.Println(err)
}
