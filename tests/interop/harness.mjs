// Starts the real server as a child process with a database of its own, and gives the tests what
// its users have: the account commands, HTTP, and the stock Socket.IO client.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import jwt from 'jsonwebtoken';
import { io } from 'socket.io-client';

const program = process.env.VENTANILLA_SERVER;
assert.ok(program, 'VENTANILLA_SERVER names the server to test');

export const secret = 'a secret of the interop tests, long enough';
// Nothing here waits this long unless something is broken.
const patienceMs = 10_000;

export class Server {
    #process;
    #sockets = [];

    static async start(settings = {}) {
        const server = new Server();
        server.folder = await mkdtemp(join(tmpdir(), 'ventanilla-interop-'));
        server.database = `sqlite:${server.folder}/test.sqlite`;
        await server.launch(settings);
        return server;
    }

    async launch(settings) {
        // `port: undefined` leaves the server its default.
        const flags = Object.entries({ port: 0, ...settings })
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

    /** Ends the server as an operator does and returns its exit code. */
    async stop() {
        for (const socket of this.#sockets) socket.close();
        if (this.url) this.#process.kill('SIGTERM');
        const code = await this.exited;
        await rm(this.folder, { recursive: true, force: true });
        return code;
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

    /** A stock client over websocket; not connected yet, so that no event is missed. */
    socket(headers, options = {}) {
        const socket = io(this.url, {
            transports: ['websocket'], extraHeaders: headers, forceNew: true, reconnection: false,
            autoConnect: false, ...options,
        });
        socket.seen = [];
        socket.onAny((name, ...args) => socket.seen.push([name, ...args]));
        this.#sockets.push(socket);
        return socket;
    }

    /** A connected client of this account, past its `listo`. */
    async connect(name) {
        const socket = this.socket({ cookie: `token=${await this.signIn(name)}` });
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

export function nextEvent(socket, name) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${name} came`)), patienceMs);
        socket.once(name, (payload) => { clearTimeout(timer); resolve(payload); });
    });
}

export function send(socket, payload) {
    return socket.timeout(patienceMs).emitWithAck('mensaje_privado', payload);
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
