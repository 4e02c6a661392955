import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const keyed = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split(" ")

/** An authority of its own, and a certificate that it signed for a server with these names. In files, as PEM. */
export const certificateFor = (names: string) => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-certificates-"))
  const openssl = (...args: ReadonlyArray<string>) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" })
  openssl(...keyed, "-subj", "/CN=Authority for tests", "-keyout", "ca.key", "-out", "ca.crt")
  const signed = ["-CA", "ca.crt", "-CAkey", "ca.key", "-addext", `subjectAltName=${names}`]
  openssl(...keyed, "-subj", "/CN=Database for tests", ...signed, "-keyout", "server.key", "-out", "server.crt")
  const text = (name: string) => readFileSync(join(folder, name), "utf8")
  return { folder, authority: join(folder, "ca.crt"), certificate: text("server.crt"), key: text("server.key") }
}
