import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { clientScript, Server } from './harness.mjs';

const path = '/socket.io/socket.io.js';

describe('the client\'s script', () => {
    let server;
    let bytes;
    before(async () => {
        bytes = await readFile(clientScript);
        server = await Server.start({ 'client-script': clientScript });
    });
    after(async () => assert.equal(await server.stop(), 0));

    const ask = (options) => fetch(server.url + path, options);

    test('is served as it is in the file', async () => {
        for (const query of ['', '?v=4.8.4']) {
            const response = await fetch(server.url + path + query);
            assert.equal(response.status, 200);
            assert.match(response.headers.get('content-type'), /^(application|text)\/javascript; charset=utf-8$/);
            assert.equal(response.headers.get('content-length'), String(bytes.length));
            assert.ok(bytes.equals(Buffer.from(await response.arrayBuffer())), 'byte by byte');
        }
    });

    test('HEAD has the same headers and no body', async () => {
        const [whole, head] = [await ask(), await ask({ method: 'HEAD' })];
        assert.equal(head.status, 200);
        for (const name of ['content-type', 'content-length', 'etag', 'cache-control']) {
            assert.ok(head.headers.has(name), name);
            assert.equal(head.headers.get(name), whole.headers.get(name), name);
        }
        assert.equal((await head.arrayBuffer()).byteLength, 0);
    });

    test('who has it already is told so', async () => {
        const etag = (await ask()).headers.get('etag');
        assert.match(etag, /^"[^"]+"$/);
        for (const known of [etag, `"other", ${etag}`, `W/${etag}`]) {
            const response = await ask({ headers: { 'if-none-match': known } });
            assert.equal(response.status, 304, known);
            assert.equal(response.headers.get('etag'), etag);
            assert.equal((await response.arrayBuffer()).byteLength, 0);
        }
        assert.equal((await ask({ headers: { 'if-none-match': '"other"' } })).status, 200);
    });

    test('is only to be fetched', async () => {
        assert.equal((await ask({ method: 'POST', body: 'x' })).status, 405);
    });

    test('another file has another tag', async () => {
        const other = `${server.folder}/other.js`;
        await writeFile(other, 'var io = "ñ";');
        const second = await Server.start({ 'client-script': other });
        try {
            const response = await fetch(second.url + path);
            assert.equal(await response.text(), 'var io = "ñ";');
            assert.notEqual(response.headers.get('etag'), (await ask()).headers.get('etag'));
        } finally {
            await second.stop();
        }
    });

    test('is not there unless the operator has named a file', async () => {
        const plain = await Server.start();
        try {
            assert.equal((await fetch(plain.url + path)).status, 404);
        } finally {
            await plain.stop();
        }
    });

    for (const [what, file] of [
        ['a missing file', '/no/such/socket.io.js'],
        ['a folder', fileURLToPath(new URL('.', import.meta.url))],
        ['an empty file', '/dev/null'],
    ]) {
        test(`${what} is a reason not to start`, async () => {
            const broken = await Server.start({ 'client-script': file });
            assert.notEqual(await broken.stop(), 0);
            assert.equal(broken.url, undefined);
            const complaints = broken.log.split('\n').filter((line) => line.startsWith('ventanilla-server: '));
            assert.equal(complaints.length, 1, broken.log);
            assert.ok(complaints[0].includes(file), complaints[0]);
        });
    }
});
