// A web site of the tests' own, as an operator has one: it serves a page, and passes everything else
// on to the server behind it, if there is one.
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

export class Site {
    page; // the HTML of /, if there is one
    #http;
    #sockets = new Set();

    /** `mayUpgrade` decides about each upgrade, and may take its time. */
    static async start({ behind, mayUpgrade = async () => true } = {}) {
        const site = new Site();
        site.#http = createServer((request, response) => {
            if (site.page && /^\/(\?|$)/.test(request.url)) {
                response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(site.page);
            } else if (behind) {
                passOn(behind, request, response);
            } else {
                response.writeHead(404).end();
            }
        });
        site.#http.on('upgrade', async (request, socket, head) => {
            site.#keep(socket);
            if (behind && await mayUpgrade()) site.#keep(passOnUpgrade(behind, request, socket, head));
            else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        });
        await new Promise((resolve) => site.#http.listen(0, '127.0.0.1', resolve));
        site.url = `http://127.0.0.1:${site.#http.address().port}`;
        return site;
    }

    async stop() {
        for (const socket of this.#sockets) socket.destroy();
        const closed = new Promise((resolve) => this.#http.close(resolve));
        this.#http.closeAllConnections();
        await closed;
    }

    #keep(socket) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.once('close', () => this.#sockets.delete(socket));
    }
}

function passOn(behind, request, response) {
    const { url, method, headers } = request;
    const onward = httpRequest(behind + url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
    });
    onward.once('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.once('close', () => onward.destroy()); // whoever asked may not wait for the answer
    request.pipe(onward);
}

function passOnUpgrade(behind, request, socket, head) {
    const { hostname, port } = new URL(behind);
    const onward = connect(port, hostname);
    for (const [one, other] of [[socket, onward], [onward, socket]]) {
        one.pipe(other);
        one.once('close', () => other.destroy());
    }
    const fields = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) fields.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
    onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
    onward.write(head);
    return onward;
}
