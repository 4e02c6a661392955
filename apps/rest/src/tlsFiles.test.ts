import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { Agent, get } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ConfigProvider, Effect } from "effect"
import { Hono } from "hono"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type TestTls, tlsForTests } from "../testing/tlsForTests.ts"
import { listen } from "./listen.ts"
import { tlsFiles } from "./tlsFiles.ts"

let folder: string
let tls: TestTls
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "incident-teams-tls-"))
  tls = await tlsForTests(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = (environment: Readonly<Record<string, string>>) =>
  Effect.runPromise(
    Effect.result(tlsFiles).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))))
  )

describe("TLS_CERT_FILE and TLS_KEY_FILE", () => {
  it("left out or empty: no TLS", async () => {
    expect(await read({})).toMatchObject({ success: undefined })
    expect(await read({ TLS_CERT_FILE: "", TLS_KEY_FILE: "" })).toMatchObject({ success: undefined })
  })

  it("make the server speak https, and no key is printed", async () => {
    const result = await read({ TLS_CERT_FILE: tls.certFile, TLS_KEY_FILE: tls.keyFile })
    const found = result._tag === "Success" ? result.success : undefined
    expect(JSON.stringify(found)).not.toContain("PRIVATE KEY")
    const app = new Hono().get("/", (c) => c.text("over TLS"))
    const text = await Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(listen(app, { host: "localhost", port: 0, tls: found }), ({ address }) =>
          Effect.promise(
            () =>
              new Promise<string>((resolve, reject) => {
                const agent = new Agent({ ca: tls.ca, keepAlive: false })
                get(address, { agent }, (response) => {
                  response.on("data", (chunk) => resolve(`${new URL(address).protocol} ${String(chunk)}`))
                }).on("error", reject)
              })
          )
        )
      )
    )
    expect(text).toBe("https: over TLS")
  })

  it("are refused by name, one without the other, unreadable, or no pair", async () => {
    const nonsense = join(folder, "nonsense.pem")
    await writeFile(nonsense, "nonsense")
    const refused: ReadonlyArray<readonly [Readonly<Record<string, string>>, RegExp]> = [
      [{ TLS_CERT_FILE: tls.certFile }, /^TLS_KEY_FILE is missing\./u],
      [{ TLS_KEY_FILE: tls.keyFile }, /^TLS_CERT_FILE is missing\./u],
      [
        { TLS_CERT_FILE: join(folder, "none"), TLS_KEY_FILE: tls.keyFile },
        /^TLS_CERT_FILE names a file that can't be/u
      ],
      [{ TLS_CERT_FILE: tls.certFile, TLS_KEY_FILE: folder }, /^TLS_KEY_FILE names a file that can't be/u],
      [
        { TLS_CERT_FILE: tls.certFile, TLS_KEY_FILE: nonsense },
        /^TLS_CERT_FILE and TLS_KEY_FILE don't belong together\./u
      ]
    ]
    for (const [environment, message] of refused) {
      expect(await read(environment)).toMatchObject({ failure: { message: expect.stringMatching(message) } })
    }
  })
})
