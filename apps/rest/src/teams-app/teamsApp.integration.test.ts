import { spawnSync } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { crc32, inflateRawSync, inflateSync } from "node:zlib"
import * as fc from "fast-check"
import { zipSync } from "fflate"
import { describe, expect, it, onTestFinished } from "vitest"
import { limits, manifestOf } from "./manifest.ts"
import { packageAfter, packageOf, teamsAppPackage } from "./teamsAppPackage.ts"
import { teamsAppSettings } from "./teamsAppSettings.ts"

const settings = {
  publicUrl: "https://incidents.example.org/security",
  clientId: "7a1e0000-0000-4000-8000-000000000301",
  version: "0.1.0"
}

/** The files of an archive, by its directory; throws on what doesn't add up. */
const unzipped = (archive: Buffer): Readonly<Record<string, Buffer>> => {
  const end = archive.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"))
  const files: Record<string, Buffer> = {}
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    expect(archive.toString("latin1", at, at + 4)).toBe("PK\u0001\u0002")
    const [packed, length] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)]
    const start = archive.readUInt32LE(at + 42)
    const name = archive.toString("latin1", at + 46, at + 46 + length)
    expect(archive.toString("latin1", start, start + 4)).toBe("PK\u0003\u0004")
    expect(archive.toString("latin1", start + 30, start + 30 + length)).toBe(name)
    const content = inflateRawSync(archive.subarray(start + 30 + length, start + 30 + length + packed))
    expect(crc32(content)).toBe(archive.readUInt32LE(at + 16))
    files[name] = content
    at += 46 + length
  }
  return files
}

/** Size of a PNG and its pixels, once its checksums hold. */
const picture = (file: Buffer) => {
  expect(file.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a")
  const chunks: Record<string, Buffer> = {}
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at)
    expect(crc32(file.subarray(at + 4, at + 8 + length))).toBe(file.readUInt32BE(at + 8 + length))
    chunks[file.toString("latin1", at + 4, at + 8)] = file.subarray(at + 8, at + 8 + length)
    at += 12 + length
  }
  const [width, height] = [chunks["IHDR"]?.readUInt32BE(0) ?? 0, chunks["IHDR"]?.readUInt32BE(4) ?? 0]
  const rows = inflateSync(chunks["IDAT"] ?? Buffer.alloc(0))
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const start = Math.floor(index / width) * (1 + width * 4) + 1 + (index % width) * 4
    return [...rows.subarray(start, start + 4)] as const
  })
  return { width, height, pixels }
}

describe("the Teams app's package", () => {
  const made = async (environment: Readonly<Record<string, string>>) => {
    const folder = await mkdtemp(join(tmpdir(), "teams-app-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    const command = fileURLToPath(new URL("makeTeamsApp.ts", import.meta.url))
    const file = join(folder, "app.zip")
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, file], {
      env: environment,
      encoding: "utf8"
    })
    return { status, stdout, stderr, file }
  }

  it("is made by one command: a manifest at the top, and both icons as Teams wants them", async () => {
    const { status, stdout, file } = await made({
      PUBLIC_URL: `${settings.publicUrl}/`,
      AZURE_CLIENT_ID: settings.clientId
    })
    expect({ status, told: stdout.includes("api://incidents.example.org/") }).toEqual({ status: 0, told: true })
    const files = unzipped(await readFile(file))
    expect(Object.keys(files)).toEqual(["manifest.json", "color.png", "outline.png"])
    expect(JSON.parse(String(files["manifest.json"]))).toEqual({ ...manifestOf(settings), version: expect.any(String) })

    const icon = (name: string) => readFile(new URL(`../../assets/${name}`, import.meta.url))
    expect(files["color.png"]).toEqual(await icon("color.png"))
    expect(files["outline.png"]).toEqual(await icon("outline.png"))
    const color = picture(files["color.png"] ?? Buffer.alloc(0))
    expect([color.width, color.height]).toEqual([192, 192])
    expect(color.pixels.every(([, , , alpha]) => alpha === 255)).toBe(true)
    expect(color.pixels.filter(([red]) => red === 255).length).toBeGreaterThan(2_000)
    const outline = picture(files["outline.png"] ?? Buffer.alloc(0))
    expect([outline.width, outline.height]).toEqual([32, 32])
    // White on nothing: Teams puts its own color behind.
    expect(outline.pixels.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true)
    expect(outline.pixels.filter(([, , , alpha]) => alpha === 0).length).toBeGreaterThan(300)
    expect(outline.pixels.filter(([, , , alpha]) => (alpha ?? 0) > 200).length).toBeGreaterThan(80)
  })

  it("isn't made from settings that Teams couldn't use, and says which", async () => {
    const { status, stderr } = await made({ AZURE_CLIENT_ID: settings.clientId })
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^PUBLIC_URL is ""/u) })
  })

  it.each([
    [{ PUBLIC_URL: "http://incidents.example.org", AZURE_CLIENT_ID: settings.clientId }, /^PUBLIC_URL .*https/u],
    [{ PUBLIC_URL: "https://localhost:8443", AZURE_CLIENT_ID: settings.clientId }, /^PUBLIC_URL .*DNS/u],
    [{ PUBLIC_URL: "https://10.0.0.7", AZURE_CLIENT_ID: settings.clientId }, /^PUBLIC_URL .*DNS/u],
    [{ PUBLIC_URL: "https://incidents.example.org", AZURE_CLIENT_ID: "server" }, /^AZURE_CLIENT_ID .*GUID/u]
  ])("refuses %j in words", (environment, why) => {
    expect(teamsAppSettings(environment, "0.1.0")).toMatch(why)
  })

  it("is the same, byte by byte, whenever and in any time zone it is made", async () => {
    const environment = { PUBLIC_URL: settings.publicUrl, AZURE_CLIENT_ID: settings.clientId }
    const [one, other] = [await made({ ...environment, TZ: "UTC" }), await made({ ...environment, TZ: "Asia/Tokyo" })]
    expect(await readFile(one.file)).toEqual(await readFile(other.file))
  })
})

it("a package of another version or address is known as ours, and another file isn't", () => {
  const { isOne } = teamsAppPackage
  const zipped = (manifest: unknown) => zipSync({ "manifest.json": Buffer.from(JSON.stringify(manifest)) })
  expect(isOne(packageOf({ ...settings, version: "9.9.9" }))).toBe(true)
  expect(isOne(zipped({ developer: { name: "Somebody" } }))).toBe(false)
  expect(isOne(zipSync({ "readme.txt": Buffer.from("Incident Teams") }))).toBe(false)
  expect(isOne(packageOf(settings).subarray(0, 300))).toBe(false)
  expect(isOne(Buffer.from("text"))).toBe(false)
})

describe("the version of a package", () => {
  const versionOf = (content: Uint8Array): string =>
    JSON.parse(String(unzipped(Buffer.from(content))["manifest.json"])).version
  const at = (publicUrl: string, version = "0.1.0") => ({ ...settings, publicUrl, version })

  it("rises when something else changes, always", () => {
    const chosen = fc.record({
      publicUrl: fc.constantFrom("https://a.example", "https://b.example"),
      version: fc.constantFrom("0.1.0", "0.1.9", "0.1.10", "0.2.0", "1.0.0")
    })
    fc.assert(
      fc.property(fc.array(chosen, { minLength: 2 }), (all) => {
        let previous = packageAfter(undefined, { ...settings, ...all[0] })
        let address = all[0]?.publicUrl
        for (const one of all.slice(1)) {
          const made = packageAfter(previous, { ...settings, ...one })
          if (one.publicUrl === address) expect(made).toEqual(previous)
          else {
            const [before, after] = [previous, made].map((content) => versionOf(content).split(".").map(Number))
            const changed = after!.findIndex((part, index) => part !== before![index])
            expect(after![changed]).toBeGreaterThan(before![changed]!)
          }
          previous = made
          address = one.publicUrl
        }
      })
    )
  })

  it("is the server's where that is higher, and the next one otherwise", () => {
    const first = packageOf(at("https://a.example"))
    expect(versionOf(packageAfter(first, at("https://b.example")))).toBe("0.1.1")
    expect(versionOf(packageAfter(first, at("https://b.example", "0.2.0")))).toBe("0.2.0")
    expect(versionOf(packageAfter(packageOf(at("https://a.example", "0.1.9")), at("https://b.example")))).toBe("0.1.10")
    expect(packageAfter(first, at("https://a.example", "0.2.0"))).toEqual(first)
    expect(versionOf(packageAfter(Buffer.from("another file"), at("https://b.example")))).toBe("0.1.0")
  })
})

/** The rules of Microsoft's documentation of the manifest, where its schema itself can't be had. */
describe("the manifest", () => {
  const manifest = manifestOf(settings)

  it("keeps to the lengths and forms that Teams takes", () => {
    expect(manifest.name.short.length).toBeLessThanOrEqual(limits.shortName)
    expect(manifest.name.full.length).toBeLessThanOrEqual(limits.fullName)
    expect(manifest.description.short.length).toBeLessThanOrEqual(limits.shortDescription)
    expect(manifest.description.full.length).toBeLessThanOrEqual(limits.fullDescription)
    expect(manifest.developer.name.length).toBeLessThanOrEqual(limits.developerName)
    expect(manifest.description.full).not.toBe(manifest.description.short)
    expect(manifest.id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u)
    expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/u)
    expect(manifest.accentColor).toMatch(/^#[0-9A-F]{6}$/u)
    expect(manifest.$schema).toContain(`v${manifest.manifestVersion}/`)
    const { websiteUrl, privacyUrl, termsOfUseUrl } = manifest.developer
    for (const url of [websiteUrl, privacyUrl, termsOfUseUrl]) expect(url).toMatch(/^https:\/\//u)
  })

  it("names every host that the tab is on, without scheme, port or path, and asks for tokens in its name", () => {
    const [tab] = manifest.configurableTabs
    expect(new URL(tab?.configurationUrl ?? "").hostname).toBe(manifest.validDomains[0])
    expect(manifest.validDomains).toEqual(["incidents.example.org"])
    expect(tab).toMatchObject({ scopes: ["team"], context: ["channelTab"] })
    expect(manifest.webApplicationInfo).toEqual({
      id: settings.clientId,
      resource: `api://incidents.example.org/${settings.clientId}`
    })
    expect(manifest.webApplicationInfo.resource.split("/")[2]).toBe(manifest.validDomains[0])
  })
})
