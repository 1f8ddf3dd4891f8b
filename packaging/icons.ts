/** The icons of every platform, drawn from resources/icon.svg. */
import { Resvg } from '@resvg/resvg-js';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';

/** Which parts of the drawing are seen, and how much room is around it; widths in the drawing's own units. */
interface Look {
  css: string;
  viewBox: string;
}

const WHOLE = '0 0 512 512';
/** Below this many pixels the glow is a blur. */
const FINE_PX = 48;

const LOOKS = {
  app: { css: '', viewBox: WHOLE },
  /** Apple's grid: the tile takes 824 of 1024 pixels. */
  mac: { css: '', viewBox: '-62 -62 636 636' },
  /** Cut to any shape by the system: the ground bleeds, the crown stays in the middle 80 % (w3.org/TR/appmanifest). */
  maskable: { css: '#tile{display:none}#bleed{display:inline}', viewBox: '-56 -56 624 624' },
  alert: { css: '#alert{display:inline}', viewBox: WHOLE },
  menuBar: { css: '#tile,#crown,.fine{display:none}#shape{display:inline}', viewBox: '46 36 420 420' },
  menuBarAlert: {
    css: '#tile,#crown,.fine{display:none}#shape{display:inline;mask:url(#notch)}#dot{display:inline}',
    viewBox: '46 36 420 420',
  },
} satisfies Record<string, Look>;

type LookName = keyof typeof LOOKS;

/** Encodes one look of the drawing as a PNG of so many pixels a side. */
export function drawPng(svg: string, look: LookName, px: number): Buffer {
  const { css, viewBox } = LOOKS[look];
  const fine = px < FINE_PX ? '.fine{display:none}' : '';
  const drawn = svg
    .replace(`viewBox="${WHOLE}"`, `viewBox="${viewBox}"`)
    .replace('</svg>', `<style>${fine}${css}</style></svg>`);
  return new Resvg(drawn, { fitTo: { mode: 'width', value: px } }).render().asPng();
}

async function drawIco(svg: string, look: LookName, sizes: readonly number[]): Promise<Buffer> {
  const ico = new IconIco();
  // What the encoder packs itself depends on the zlib of the Node that runs it; the PNG as drawn does not.
  for (const px of sizes) await ico.addFromPng(drawPng(svg, look, px), true, true);
  return Buffer.from(ico.encode());
}

/** Types of https://en.wikipedia.org/wiki/Apple_Icon_Image_format that hold a PNG, by pixels a side. */
const ICNS_TYPES: readonly [type: string, px: number][] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

async function drawIcns(svg: string): Promise<Buffer> {
  const icns = new IconIcns();
  for (const [type, px] of ICNS_TYPES) await icns.addFromPng(drawPng(svg, 'mac', px), [type], true);
  return Buffer.from(icns.encode());
}

export type Drawing = (svg: string) => Buffer | Promise<Buffer>;
const png =
  (look: LookName, px: number): Drawing =>
  (svg) =>
    drawPng(svg, look, px);

/** What the program shows at run time; these are in the repository. Electron finds "@2x" and "Template" by name. */
export const RUNTIME_ICONS: Readonly<Record<string, Drawing>> = {
  'resources/icon.png': png('app', 256),
  'resources/tray/tray.png': png('app', 24),
  'resources/tray/tray@2x.png': png('app', 48),
  'resources/tray/tray.ico': (svg) => drawIco(svg, 'app', [16, 20, 24, 32, 48]),
  'resources/tray/trayTemplate.png': png('menuBar', 18),
  'resources/tray/trayTemplate@2x.png': png('menuBar', 36),
  'resources/tray/tray-alert.png': png('alert', 24),
  'resources/tray/tray-alert@2x.png': png('alert', 48),
  'resources/tray/tray-alert.ico': (svg) => drawIco(svg, 'alert', [16, 20, 24, 32, 48]),
  'resources/tray/tray-alertTemplate.png': png('menuBarAlert', 18),
  'resources/tray/tray-alertTemplate@2x.png': png('menuBarAlert', 36),
  'renderer/public/icons/icon-64.png': png('app', 64),
  'renderer/public/icons/icon-192.png': png('app', 192),
  'renderer/public/icons/icon-512.png': png('app', 512),
  'renderer/public/icons/maskable-512.png': png('maskable', 512),
};

/** What only the installers need; drawn before packing, so that electron-builder has nothing to convert. */
export const INSTALLER_ICONS: Readonly<Record<string, Drawing>> = {
  'dist/icons/icon.icns': drawIcns,
  'dist/icons/icon.ico': (svg) => drawIco(svg, 'app', [16, 24, 32, 48, 64, 128, 256]),
  ...Object.fromEntries(
    [16, 32, 48, 64, 128, 256, 512].map((px) => [`dist/icons/linux/${px}x${px}.png`, png('app', px)]),
  ),
};
