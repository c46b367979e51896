// Node's own http module with an Agent. Reads "GET https://..." lines; see Application.java for what it prints.
import http from 'node:http';
import https from 'node:https';
import readline from 'node:readline';

const settings = Object.fromEntries(process.argv.slice(2).map((arg) => arg.split(/=(.*)/s)));
const time = (name) => (settings[name] === undefined || settings[name] === 'off' ? undefined : Number(settings[name]));
const options = { keepAlive: settings['keep-alive'] !== 'off' };
if (time('evict-idle') !== undefined) {
  options.timeout = time('evict-idle');
}
if (settings.local) {
  options.lookup = (name, how, done) =>
    how.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
}
const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };

function exchange(method, url) {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, { method, agent: agents[url.protocol] });
    if (time('response-timeout') !== undefined) {
      request.setTimeout(time('response-timeout'), () => request.destroy(new Error('timeout')));
    }
    request.on('error', (failure) => reject(Object.assign(failure, { reused: request.reusedSocket })));
    request.on('response', (response) => {
      let bytes = 0;
      response.on('data', (chunk) => (bytes += chunk.length));
      response.on('error', reject);
      response.on('end', () => resolve([response.statusCode, `HTTP/${response.httpVersion}`, bytes]));
    });
    request.end(method === 'POST' ? 'hello' : undefined);
  });
}

// The retry that Node's documentation of request.reusedSocket shows; the library itself has none.
async function retrying(method, url) {
  try {
    return await exchange(method, url);
  } catch (failure) {
    if (settings.retry === 'on' && failure.reused && failure.code === 'ECONNRESET') {
      return exchange(method, url);
    }
    throw failure;
  }
}

const tell = (...fields) =>
  process.stdout.write(`${fields.map((field) => String(field).replace(/[\x00-\x1f\x7f]+/g, ' ')).join('\t')}\n`);

tell('ready', 'Node http.Agent', `Node ${process.version}`);
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [method, url] = line.split(' ');
  try {
    tell('answer', ...(await retrying(method, new URL(url))));
  } catch (failure) {
    tell('failed', failure.code ? `Error ${failure.code}` : failure.name, failure.message);
  }
}
process.exit(0);
