/**
 * Preloaded into a process (`node --import`): asks it to stop, as SIGTERM does, when its stdin closes. So it ends with
 * whoever started it, also when that one was killed and could tell nobody.
 */
process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume()
// A process that ends by itself isn't kept alive by this.
process.stdin.unref()
