// Builds the sheet, its right-to-left sister and the script that pages load. `node build.mjs [folder]`
// writes into the server's static folder, or into the folder named. The same source gives the same bytes.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import esbuild from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const goal = resolve(process.argv[2] ?? join(here, "../src/fristad/server/site/static"));
const govuk = join(here, "node_modules/govuk-frontend");
const { version } = JSON.parse(await readFile(join(govuk, "package.json"), "utf8"));
const banner = `/*! Holds parts of govuk-frontend ${version}, MIT licence: see govuk-frontend.LICENSE.txt */\n`;

function sheet() {
  const options = {
    loadPaths: [join(here, "node_modules")],
    style: "compressed",
    charset: false,
    quietDeps: true,
  };
  return sass.compile(join(here, "styles/fristad.scss"), options).css;
}

async function script() {
  const built = await esbuild.build({
    entryPoints: [join(here, "scripts/fristad.js")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  return built.outputFiles[0].text;
}

// The server sends the compressed file beside each to every browser that takes it.
async function write(name, text) {
  await writeFile(join(goal, name), banner + text);
  await writeFile(join(goal, `${name}.gz`), gzipSync(banner + text, { level: 9 }));
}

const css = sheet();
await mkdir(goal, { recursive: true });
await write("fristad.css", css);
await write("fristad.rtl.css", rtlcss.process(css));
await write("fristad.js", await script());
