import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chownSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { run } from "../run.ts"

/** Why the image can't be built on this machine; undefined: it can. */
export const whyNoImage = (): string | undefined => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "only as root on Linux"
  const programs = { buildah: "--version", busybox: "--list", unshare: "--version" }
  const missing = Object.entries(programs).filter(([program, flag]) => spawnSync(program, [flag]).status !== 0)
  return missing.length > 0 ? `without ${missing.map(([program]) => program).join(" and ")}` : undefined
}

const workspace = join(import.meta.dirname, "../../../..")

/** Shared libraries that a program is linked with, by their paths here, the loader among them; none of a static one. */
const librariesOf = (program: string): ReadonlyArray<string> =>
  spawnSync("ldd", [program], { encoding: "utf8" }).stdout.match(/(?<=\s)\/\S+/gu) ?? []

/** npm beside a Node, wherever its command leads. */
const npmFolder = (): string => dirname(dirname(realpathSync(run(workspace, "sh", "-c", "command -v npm").trim())))

export interface ImageConfiguration {
  readonly User: string
  readonly Env: ReadonlyArray<string>
  readonly Entrypoint: ReadonlyArray<string>
  readonly Cmd: ReadonlyArray<string>
  readonly Healthcheck: { readonly Test: ReadonlyArray<string> }
}

/** A process in a container, which is this machine but for its files: the image's, read-only, and the volume. */
export interface Running {
  readonly child: ChildProcess
  /** What it has said so far. */
  readonly output: () => string
  readonly ended: Promise<number | null>
}

/** An image of deploy/Containerfile, unpacked. */
export class ImageUnderTest {
  readonly configuration: ImageConfiguration
  readonly #mounted: string

  constructor(configuration: ImageConfiguration, mounted: string) {
    this.configuration = configuration
    this.#mounted = mounted
  }

  /** Runs a command as an orchestrator would. `volume`: a folder here that is the image's volume there. */
  start(volume: string, environment: Readonly<Record<string, string>>, command: ReadonlyArray<string>): Running {
    const { User, Env } = this.configuration
    const [user, group] = User.split(":").map(Number)
    chownSync(volume, user ?? 0, group ?? 0)
    const script = [
      'mount --bind "$1" "$1"',
      'mount -o remount,bind,ro "$1"',
      'mount --bind "$2" "$1/var/lib/incident-teams"',
      'mount -t tmpfs -o noexec,nosuid,nodev tmpfs "$1/tmp"',
      'mount --rbind /dev "$1/dev"',
      'mount -t proc proc "$1/proc"',
      "root=$1; user=$3; shift 3",
      'exec chroot --userspec="$user" "$root" "$@"'
    ].join("\n")
    const own = Object.fromEntries(Env.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]))
    const child = spawn("unshare", ["--mount", "sh", "-ec", script, "sh", this.#mounted, volume, User, ...command], {
      env: { ...own, ...environment },
      stdio: ["ignore", "pipe", "pipe"]
    })
    let output = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => void (output += text))
    }
    return { child, output: () => output, ended: once(child, "close").then(() => child.exitCode) }
  }
}

/** Builds images in a storage of its own; where the file system can't be laid over (vfs), each step copies the whole image. */
export class ImageBuilder implements Disposable {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), "incident-teams-image-")))
  readonly #cache = join(this.#folder, "npm")
  readonly #context: string
  readonly #npmrc: string
  readonly #driver: "overlay" | "vfs"
  readonly #base: string

  /** `context`: a folder of packed packages; `tarballs`: those in it. */
  constructor(context: string, tarballs: ReadonlyArray<string>) {
    this.#context = context
    // npm in the image has no network of its own: it takes from the cache what npm here has put there.
    const outside = join(this.#folder, "outside")
    mkdirSync(outside)
    const flags = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", `--cache=${this.#cache}`]
    run(outside, "npm", "install", ...flags, ...tarballs)
    const registry = run(outside, "npm", "config", "get", "registry").trim()
    this.#npmrc = join(this.#folder, "npmrc")
    writeFileSync(this.#npmrc, `registry=${registry}\ncache=/npm-cache\noffline=true\n`)
    const canLay = spawnSync("buildah", [...this.#storageWith("overlay"), "info"]).status === 0
    this.#driver = canLay ? "overlay" : "vfs"
    this.#base = this.#makeBase()
  }

  #storageWith(driver: "overlay" | "vfs"): ReadonlyArray<string> {
    const own = join(this.#folder, driver)
    return [`--storage-driver=${driver}`, `--root=${own}`, `--runroot=${own}-run`]
  }

  #buildah(...args: ReadonlyArray<string>): string {
    return run(workspace, "buildah", ...this.#storageWith(this.#driver), ...args).trim()
  }

  /** As much of a system as the base image's commands need: this machine's libraries, a shell, Node and npm. */
  #makeBase(): string {
    const system = join(this.#folder, "system")
    const copy = (from: string, to = from) => cpSync(from, join(system, to), { recursive: true, dereference: true })
    for (const folder of ["bin", "dev", "etc", "proc", "root", "sys", "tmp", "usr/bin", "usr/local/bin", "var/lib"]) {
      mkdirSync(join(system, folder), { recursive: true })
    }
    const shell = run(workspace, "sh", "-c", "command -v busybox").trim()
    copy(shell, "bin/busybox")
    for (const command of run(workspace, shell, "--list").trim().split("\n")) {
      if (command !== "busybox") symlinkSync("busybox", join(system, "bin", command))
    }
    // npm's first line names it.
    symlinkSync("../../bin/env", join(system, "usr/bin/env"))
    for (const library of new Set([shell, process.execPath].flatMap(librariesOf))) copy(library)
    copy(process.execPath, "usr/local/bin/node")
    copy(npmFolder(), "usr/local/lib/node_modules/npm")
    symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(system, "usr/local/bin/npm"))
    // npm finds its settings by it.
    writeFileSync(join(system, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n")
    // As every engine writes it.
    writeFileSync(join(system, "etc/hosts"), "127.0.0.1 localhost\n")
    const container = this.#buildah("from", "scratch")
    this.#buildah("copy", "--quiet", container, system, "/")
    this.#buildah("config", "--env=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", container)
    const name = "localhost/incident-teams-base"
    this.#buildah("commit", "--quiet", "--rm", container, name)
    return name
  }

  /** A target of deploy/Containerfile. */
  build(target: "server" | "sandbox" | undefined): ImageUnderTest {
    const image = `localhost/incident-teams-${target ?? "default"}`
    this.#buildah(
      "build",
      "--isolation=chroot",
      "--format=docker",
      // The second target takes from the first what they have in common.
      `--layers=${this.#driver === "overlay"}`,
      ...(target === undefined ? [] : [`--target=${target}`]),
      `--build-arg=NODE=${this.#base}`,
      `--volume=${this.#npmrc}:/root/.npmrc:ro`,
      `--volume=${this.#cache}:/npm-cache`,
      `--file=${join(workspace, "deploy/Containerfile")}`,
      `--tag=${image}`,
      this.#context
    )
    const { Docker } = JSON.parse(this.#buildah("inspect", "--type=image", image))
    return new ImageUnderTest(Docker.config, this.#buildah("mount", this.#buildah("from", image)))
  }

  [Symbol.dispose](): void {
    this.#buildah("umount", "--all")
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
