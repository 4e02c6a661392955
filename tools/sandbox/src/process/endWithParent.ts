/**
 * Preloaded into a process (`node --import …/endWithParent.ts?graceMillis=20000`): when its stdin closes it is asked to
 * stop, as by SIGTERM, and is ended after that time if it hasn't. So it never outlives its parent, also when
 * that one was killed and could tell nobody.
 */
const graceMillis = Number(new URL(import.meta.url).searchParams.get("graceMillis"))

const end = () => {
  process.kill(process.pid, "SIGTERM")
  setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMillis).unref()
}
process.stdin.on("end", end).resume()
// A process that ends by itself isn't kept alive by this.
process.stdin.unref()
