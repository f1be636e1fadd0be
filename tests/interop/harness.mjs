// Starts the real server as a child process with a database of its own, and gives the tests what
// its users have: the account commands, HTTP, and the stock Socket.IO client.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import jwt from 'jsonwebtoken';
import { io } from 'socket.io-client';

const program = process.env.VENTANILLA_SERVER;
assert.ok(program, 'VENTANILLA_SERVER names the server to test');

/** The browser's client, as its package ships it. */
export const clientScript = fileURLToPath(new URL('node_modules/socket.io-client/dist/socket.io.js', import.meta.url));
export const secret = 'a secret of the interop tests, long enough';
// Nothing here waits this long unless something is broken.
export const patienceMs = 10_000;
// As long as a busy disk may pause: these tests are about messages that are stored.
const databasePatienceMs = 20_000;

export class Server {
    #process;
    #settings;
    #transports;
    #sockets = [];

    /** With the transports of its clients, else theirs by default. */
    static async start(settings = {}, transports = undefined) {
        const server = new Server();
        server.#settings = settings;
        server.#transports = transports;
        server.folder = await mkdtemp(join(tmpdir(), 'ventanilla-interop-'));
        server.database = `sqlite:${server.folder}/test.sqlite`;
        await server.launch();
        return server;
    }

    /** Starts the process, again on the port that it had. */
    async launch() {
        // `port: undefined` leaves the server its default.
        const port = this.url ? new URL(this.url).port : 0;
        const flags = Object.entries({ port, 'database-patience': databasePatienceMs, ...this.#settings })
            .flatMap(([key, value]) => (value === undefined ? [] : [`--${key}`, String(value)]));
        this.log = '';
        this.#process = spawn(program, ['serve', '--database', this.database, ...flags],
            { env: { ...process.env, JWT_SECRET: secret }, stdio: ['ignore', 'pipe', 'pipe'] });
        this.#process.stderr.on('data', (chunk) => { this.log += chunk; });
        this.exited = new Promise((resolve) => this.#process.once('exit', resolve));
        const line = await Promise.race([
            new Promise((resolve) => createInterface(this.#process.stdout).once('line', resolve)),
            this.exited.then(() => null),
        ]);
        this.url = line?.match(/http:\/\/\S+/)?.[0];
    }

    /** Ends the process, not its clients. Returns its exit code. */
    async end(signal) {
        this.#process.kill(signal);
        return this.exited;
    }

    /** Ends the server as an operator does and returns its exit code. */
    async stop() {
        for (const socket of this.#sockets) socket.close();
        const code = await (this.url ? this.end('SIGTERM') : this.exited);
        await rm(this.folder, { recursive: true, force: true });
        return code;
    }

    /** Waits until the log has something like this, and returns the match. */
    logged(pattern) {
        const found = new Promise((resolve) => {
            const look = () => {
                const match = this.log.match(pattern);
                if (match) resolve(match);
                else this.#process.stderr.once('data', look);
            };
            look();
        });
        return soon(found, `the log has no ${pattern}`);
    }

    /** Runs `ventanilla-server user …` beside the running server. */
    async user(...words) {
        const password = words[0] === 'add' || words[0] === 'passwd';
        const args = ['user', ...words, '--database', this.database, ...(password ? ['--password-stdin'] : [])];
        return new Promise((resolve, reject) => {
            const child = execFile(program, args, (error, stdout) => (error ? reject(error) : resolve(stdout)));
            child.stdin.end(`password of ${words[1]}\n`);
        });
    }

    async addUsers(...names) {
        for (const name of names) {
            const role = name.startsWith('agent') ? 'admin' : 'user';
            await this.user('add', name, '--role', role, '--display-name', `The ${name}`);
        }
    }

    post(path, body, headers = {}) {
        const form = body instanceof URLSearchParams || body instanceof FormData;
        return fetch(this.url + path, {
            method: 'POST',
            body: form ? body : JSON.stringify(body),
            headers: form ? headers : { 'content-type': 'application/json', ...headers },
        });
    }

    get(path, token) {
        return fetch(this.url + path, { headers: token ? { cookie: `token=${token}` } : {} });
    }

    async signIn(name) {
        const response = await this.post('/auth', new URLSearchParams({ user: name, pass: `password of ${name}` }));
        assert.equal(response.status, 200);
        const cookie = response.headers.get('set-cookie');
        return cookie.match(/^token=([^;]+);/)[1];
    }

    /** A stock client; not connected yet, so that no event is missed. */
    socket(headers, { url = this.url, ...options } = {}) {
        const socket = io(url, {
            transports: this.#transports, extraHeaders: headers, forceNew: true, reconnection: false,
            autoConnect: false, ...options,
        });
        socket.seen = [];
        socket.onAny((name, ...args) => socket.seen.push([name, ...args]));
        this.#sockets.push(socket);
        return socket;
    }

    /** A connected client of this account, past its `listo`. */
    async connect(name, options) {
        const token = await this.signIn(name);
        const socket = this.socket({ cookie: `token=${token}` }, options);
        socket.token = token;
        const ready = nextEvent(socket, 'listo');
        socket.connect();
        socket.ready = await ready;
        return socket;
    }

    /** The error with which a connection with these headers is refused. */
    async refusal(headers, options) {
        const socket = this.socket(headers, options);
        const error = nextEvent(socket, 'connect_error');
        socket.connect();
        return error;
    }
}

/** What the promise brings, or an error with this text if it takes too long. */
export function soon(promise, problem) {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(problem)), patienceMs); });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function nextEvent(emitter, name) {
    return soon(new Promise((resolve) => emitter.once(name, resolve)), `no ${name} came`);
}

/** Says something to the server and returns the acknowledgement. */
export function ask(socket, event, ...payload) {
    return socket.timeout(patienceMs).emitWithAck(event, ...payload);
}

export function send(socket, payload) {
    return ask(socket, 'mensaje_privado', payload);
}

/**
 * All that the sockets have got so far: each says something to the server and waits for the answer,
 * behind which nothing earlier can come.
 */
export async function settled(...sockets) {
    for (const socket of sockets) await socket.timeout(patienceMs).emitWithAck('nada');
    return sockets.map((socket) => socket.seen);
}

export function received(socket, event = 'mensaje_recibido') {
    return socket.seen.filter(([name]) => name === event).map(([, payload]) => payload);
}

export function token(claims, options = {}) {
    return jwt.sign({ name: claims.user, rol: 'user', ...claims }, secret, { expiresIn: '1h', ...options });
}
