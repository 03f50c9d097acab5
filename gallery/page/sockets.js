// The WebSockets of the page: the example about a lost connection drops one as a network would.

const sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    sockets.push(this);
    this.addEventListener('close', () => sockets.splice(sockets.indexOf(this), 1));
  }
};
gallery.dropConnection = () => sockets.forEach(socket => socket.close());
