// The last pictures that callers asked for. A prompt is what somebody typed: it is only ever text.

import {attribute, el, sync, text} from './dom.js';
import {ago} from './words.js';

// What an orchestrator gives as address; whatever else comes is shown as gone.
const ADDRESS = /^\/pictures\/([A-Za-z0-9_-]{1,64}\.png)$/;

export class Pictures {
  constructor(section, dialog) {
    this.section = section;
    this.list = section.querySelector('ol');
    this.none = section.querySelector('.empty');
    this.dialog = dialog;
    this.all = [];
    dialog.querySelector('button').addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  }

  set(pictures) {
    this.all = pictures;
  }

  render(fleet, now) {
    const possible = fleet.services.some(service => service.methods.some(method => method.name === 'Generate' && service.name.startsWith('edgewise.models.v1.')));
    this.section.hidden = this.all.length === 0 && !possible;
    this.none.hidden = this.all.length > 0;
    text(this.none.querySelector('code'), `curl '${location.origin}/generate?prompt=an+ankle+boot' -X POST${location.protocol === 'https:' ? ' --cacert ca.pem -H "Authorization: Bearer $EDGEWISE_KEY"' : ''}`);
    sync(this.list, this.all, picture => picture.url, picture => this.create(picture), (item, picture) => {
      const age = item.querySelector('time');
      text(age, ago(now - Date.parse(picture.at)));
    });
  }

  create(picture) {
    const image = el('img', {src: addressOf(picture), alt: '', width: '96', height: '96', decoding: 'async'});
    const button = el('button.picture', {type: 'button', title: picture.prompt, onclick: () => this.open(picture)},
      el('span.frame', {}, image), el('span.prompt', {}, picture.prompt || 'without words'), el('time', {datetime: picture.at}));
    image.addEventListener('error', () => {
      image.remove();
      attribute(button, 'data-gone', '');
      text(button.querySelector('.frame'), 'gone');
    });
    return el('li', {}, button);
  }

  open(picture) {
    const [image, prompt, about] = this.dialog.querySelector('#picture-body').children;
    image.src = addressOf(picture);
    image.alt = picture.prompt;
    text(prompt, picture.prompt);
    text(about, `by ${picture.model}, at ${new Date(picture.at).toLocaleTimeString('en-GB')}. It lies at ${location.origin}/${addressOf(picture)} until it expires.`);
    this.dialog.showModal();
  }
}

/** Beside the page, wherever that is. */
function addressOf({url}) {
  const found = ADDRESS.exec(url);
  return found ? `pictures/${found[1]}` : 'pictures/none.png';
}
