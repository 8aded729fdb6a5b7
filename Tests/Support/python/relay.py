# Hands every byte on to a server and back. Prints its port; ends when its standard input does.
#
# Arguments: the server's port on loopback; after how many bytes from all clients together the connection that sends them
# is reset, once (0: never); and a certificate and its key, where it is to speak TLS with the clients.
import asyncio, os, ssl, sys, threading

port, cut_after, *certificate = sys.argv[1:]
left = int(cut_after)


def is_cut(count):
    global left
    if left <= 0:
        return False
    left -= count
    return left <= 0


async def copy(reader, writer, counts):
    try:
        while data := await reader.read(65_536):
            if counts and is_cut(len(data)):
                writer.transport.abort()
                return False
            writer.write(data)
            await writer.drain()
    except (ConnectionError, ssl.SSLError):
        pass
    writer.close()
    return True


async def relay(reader, writer):
    try:
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", int(port))
    except ConnectionError:
        writer.close()
        return

    async def upwards():
        if not await copy(reader, server_writer, True):
            writer.transport.abort()

    await asyncio.gather(upwards(), copy(server_reader, writer, False))


async def main():
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    server = await asyncio.start_server(relay, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
asyncio.run(main())
