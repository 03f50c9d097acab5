import{DotNet as e,connect as t,connectWasm as n}from"/_interop/index.js";(function(){let e=document.createElement(`link`).relList;if(e&&e.supports&&e.supports(`modulepreload`))return;for(let e of document.querySelectorAll(`link[rel="modulepreload"]`))n(e);new MutationObserver(e=>{for(let t of e)if(t.type===`childList`)for(let e of t.addedNodes)e.tagName===`LINK`&&e.rel===`modulepreload`&&n(e)}).observe(document,{childList:!0,subtree:!0});function t(e){let t={};return e.integrity&&(t.integrity=e.integrity),e.referrerPolicy&&(t.referrerPolicy=e.referrerPolicy),t.credentials=e.crossOrigin===`use-credentials`?`include`:e.crossOrigin===`anonymous`?`omit`:`same-origin`,t}function n(e){if(e.ep)return;e.ep=!0;let n=t(e);fetch(e.href,n)}})();var r=globalThis,i=e=>e,a=r.trustedTypes,o=a?a.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,s=`$lit$`,c=`lit$${Math.random().toFixed(9).slice(2)}$`,l=`?`+c,u=`<${l}>`,d=document,f=()=>d.createComment(``),p=e=>e===null||typeof e!=`object`&&typeof e!=`function`,m=Array.isArray,h=e=>m(e)||typeof e?.[Symbol.iterator]==`function`,g=`[ 	
\f\r]`,_=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,v=/-->/g,ee=/>/g,y=RegExp(`>|${g}(?:([^\\s"'>=/]+)(${g}*=${g}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),te=/'/g,ne=/"/g,re=/^(?:script|style|textarea|title)$/i,b=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),x=Symbol.for(`lit-noChange`),S=Symbol.for(`lit-nothing`),C=new WeakMap,w=d.createTreeWalker(d,129);function ie(e,t){if(!m(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return o===void 0?t:o.createHTML(t)}var ae=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=_;for(let t=0;t<n;t++){let n=e[t],l,d,f=-1,p=0;for(;p<n.length&&(o.lastIndex=p,d=o.exec(n),d!==null);)p=o.lastIndex,o===_?d[1]===`!--`?o=v:d[1]===void 0?d[2]===void 0?d[3]!==void 0&&(o=y):(re.test(d[2])&&(i=RegExp(`</`+d[2],`g`)),o=y):o=ee:o===y?d[0]===`>`?(o=i??_,f=-1):d[1]===void 0?f=-2:(f=o.lastIndex-d[2].length,l=d[1],o=d[3]===void 0?y:d[3]===`"`?ne:te):o===ne||o===te?o=y:o===v||o===ee?o=_:(o=y,i=void 0);let m=o===y&&e[t+1].startsWith(`/>`)?` `:``;a+=o===_?n+u:f>=0?(r.push(l),n.slice(0,f)+s+n.slice(f)+c+m):n+c+(f===-2?t:m)}return[ie(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},T=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let o=0,u=0,d=t.length-1,p=this.parts,[m,h]=ae(t,n);if(this.el=e.createElement(m,r),w.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=w.nextNode())!==null&&p.length<d;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(s)){let t=h[u++],n=i.getAttribute(e).split(c),r=/([.?@])?(.*)/.exec(t);p.push({type:1,index:o,name:r[2],strings:n,ctor:r[1]===`.`?se:r[1]===`?`?k:r[1]===`@`?A:O}),i.removeAttribute(e)}else e.startsWith(c)&&(p.push({type:6,index:o}),i.removeAttribute(e));if(re.test(i.tagName)){let e=i.textContent.split(c),t=e.length-1;if(t>0){i.textContent=a?a.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],f()),w.nextNode(),p.push({type:2,index:++o});i.append(e[t],f())}}}else if(i.nodeType===8){if(i.data===l)p.push({type:2,index:o});else{let e=-1;for(;(e=i.data.indexOf(c,e+1))!==-1;)p.push({type:7,index:o}),e+=c.length-1}}o++}}static createElement(e,t){let n=d.createElement(`template`);return n.innerHTML=e,n}};function E(e,t,n=e,r){if(t===x)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=p(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=E(e,i._$AS(e,t.values),i,r)),t}var oe=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??d).importNode(t,!0);w.currentNode=r;let i=w.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new D(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new j(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=w.nextNode(),a++)}return w.currentNode=d,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},D=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=S,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=E(this,e,t),p(e)?e===S||e==null||e===``?(this._$AH!==S&&this._$AR(),this._$AH=S):e!==this._$AH&&e!==x&&this._(e):e._$litType$===void 0?e.nodeType===void 0?h(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==S&&p(this._$AH)?this._$AA.nextSibling.data=e:this.T(d.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=T.createElement(ie(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new oe(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=C.get(e.strings);return t===void 0&&C.set(e.strings,t=new T(e)),t}k(t){m(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(f()),this.O(f()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=i(e).nextSibling;i(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},O=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=S,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=S}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=E(this,e,t,0),a=!p(e)||e!==this._$AH&&e!==x,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=E(this,r[n+o],t,o),s===x&&(s=this._$AH[o]),a||=!p(s)||s!==this._$AH[o],s===S?e=S:e!==S&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===S?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},se=class extends O{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===S?void 0:e}},k=class extends O{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==S)}},A=class extends O{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=E(this,e,t,0)??S)===x)return;let n=this._$AH,r=e===S&&n!==S||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==S&&(n===S||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},j=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){E(this,e)}},ce={M:s,P:c,A:l,C:1,L:ae,R:oe,D:h,V:E,I:D,H:O,N:k,U:A,B:se,F:j},le=r.litHtmlPolyfillSupport;le?.(T,D),(r.litHtmlVersions??=[]).push(`3.3.3`);var ue=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new D(t.insertBefore(f(),e),e,void 0,n??{})}return i._$AI(e),i},de=()=>e;Symbol.dispose??=Symbol(`Symbol.dispose`);var fe=Symbol(`conversion`);function M(e,...t){return Object.assign(N(t,(t,n,r)=>pe(de(),t).invokeMethodAsync(e,n,...r)),{row:t})}var pe=(e,t)=>t?e.withOptions(t):e;function me(e,t,n){let r=Object.entries(t).map(([e,{row:t}])=>[e,t]),i=()=>n??de();return he(Object.fromEntries(r),(t,n,r)=>pe(i(),t).invokeMethodAsync(e,n,...r),(t,n)=>i().invokeMethod(e,t,...n))}function he(e,t,n){let r={},i={};for(let[a,o]of Object.entries(e)){let[e,s,c,l]=o;r[a]=N(o,t),i[a]=(...t)=>{let r;try{r=n(e,F(t,s))}catch(e){throw P(e,l)}return I(r,c)}}return Object.defineProperty(r,"sync",{value:i}),r}function N([e,t,n,r],i){let a=async(...a)=>{let o;try{o=await i(a[t],e,F(a,t))}catch(e){throw P(e,r)}return I(o,n)};return a.try=async(...e)=>{try{return{ok:!0,value:await a(...e)}}catch(e){if(typeof e?.code!=`string`)throw e;return{ok:!1,error:e}}},a}function P(e,t){return t&&Object.hasOwn(t,e?.code)&&(e.data=I(e.data,t[e.code])),e}function F(e,t){let n=e.slice(0,t);for(;n.length&&n[n.length-1]===void 0;)n.pop();return n}function I(e,t){if(!t||typeof e!=`object`||!e)return e;if(typeof t==`function`){let n=t();return n[fe]?n[fe](e):I(e,n)}if(Array.isArray(t))return t.reduce(I,e);for(let[n,r]of Object.entries(e)){let i=I(r,Object.hasOwn(t,n)?t[n]:t[`*`]);i!==r&&Object.defineProperty(e,n,{value:i})}return e}function ge(e,t,{contract:n}={}){let r=n&&Object.hasOwn(n,e)?n[e]:void 0;return r===void 0?`unknown`:r===t?`same`:`different`}function _e(e,t,n,r=`warn`){n.addEventListener(`connected`,({detail:n})=>{ge(e,t,n)===`different`&&(typeof r==`function`?r(e):r===`reload`&&ve(`interop.contract ${e}`,`${t} ${n.contract[e]}`)||console.warn(`The client of the assembly '${e}' was generated for another version of it.`))})}function ve(e,t){try{if(sessionStorage.getItem(e)===t)return!1;sessionStorage.setItem(e,t)}catch{return!1}return location.reload(),!0}var ye={quote:M(`Domain`,`quote`,2),steps:M(`Domain`,`steps`,2)},L=e=>me(`Domain`,ye,e);function be(e){if(!(e instanceof Error))return String(e);if(e.name!==`AbortError`)switch(`code`in e?e.code:void 0){case`cancelled`:return;case`disconnected`:return`The connection was lost. Check whether it has worked before you try again.`;case`deadline_exceeded`:return`The server takes too long. Try again later.`;case`limit_exceeded`:return`That is more than the server accepts.`;case`forbidden`:return`Only staff can do this.`;case`internal`:return`Something is wrong with the shop. We have been told.`;default:return e.message}}var xe={articles:M(`Orders`,`articles`,0),attachFile:M(`Orders`,`attach_file`,2),changeStatus:M(`Orders`,`change_status`,2),closeOrder:M(`Orders`,`close_order`,1),download:M(`Orders`,`download`,1),exportOrders:M(`Orders`,`export_orders`,0),openOrder:M(`Orders`,`open_order`,1),orders:M(`Orders`,`orders`,0),placeOrder:M(`Orders`,`place_order`,1),session:M(`Orders`,`session`,0),stockForecast:M(`Orders`,`stock_forecast`,1)},Se=e=>me(`Orders`,xe,e),Ce=`b4224e69774fba3f10796ae8d8b39e923d909bf7ad4aa83dc81ce0b21884a9c9`,we=(e,t)=>_e(`Orders`,Ce,e,t),R={...z(),connection:`connecting`};function z(){return{connection:`refused`,user:void 0,pricedBy:`server`,articles:[],basket:new Map,quote:void 0,basketProblem:void 0,orders:[],details:void 0,uploads:[],report:{percent:0,abort:void 0,forecasts:[]},notice:void 0}}var B=()=>{},V=!1;function Te(e){B=e}function H(e={}){Object.assign(R,e),V||(V=!0,queueMicrotask(()=>{V=!1,B()}))}function Ee(){H(z())}var U=t(`${location.origin}/_interop`);we(U,`reload`);var W=Se(U);function De(e){U.addEventListener(`connected`,()=>G(async()=>{let{user:t,hasModule:n}=await W.session();H({connection:`connected`,user:t,pricedBy:await Ne(n)}),await e()})),U.addEventListener(`disconnected`,()=>H({connection:`lost`})),U.addEventListener(`closed`,({detail:e})=>{e.code===ke&&R.user&&U.connect()}),U.addEventListener(`refused`,({detail:e})=>{Ee(),e.code!==Oe&&H({notice:{text:e.reason,isError:!0}})})}var Oe=4401,ke=4003;async function Ae(e,t){let n=await fetch(`/login`,{method:`POST`,headers:{"content-type":`application/json`},body:JSON.stringify({name:e,password:t})});if(n.status===401)return!1;if(!n.ok)throw Error(`The server answers ${n.status}.`);return H({connection:`connecting`}),U.connect(),!0}async function je(){let e=await fetch(`/logout`,{method:`POST`});if(!e.ok)throw Error(`The server answers ${e.status}.`);U.close(),Ee()}async function G(e){try{await e()}catch(e){let t=be(e);H(t?{notice:{text:t,isError:!0}}:{})}}function Me(e){U.onEvent(`orders.changed`,e),U.onEvent(`uploads.progress`,(e,t)=>{let n=R.uploads.find(({id:t})=>t===e);n&&(n.received=t,H())}),U.onEvent(`forecast.progress`,e=>{R.report.percent=e,H()})}var K,q;async function Ne(e){if(!e)return K=L(U),`server`;if(!q){let e=await import(`/domain/orders_domain.js`);await e.default(),q=L(n(e))}return K=q,`page`}var Pe=new Intl.NumberFormat(`en-IE`,{style:`currency`,currency:`EUR`}),Fe=new Intl.DateTimeFormat(`en-GB`,{dateStyle:`medium`,timeStyle:`short`});function J(e){return Pe.format(e/100)}function Y(e){return Fe.format(new Date(e))}function Ie(e){return e<1e6?`${Math.ceil(e/1e3)} kB`:`${(e/1e6).toFixed(1)} MB`}async function X(){let[e,t]=await Promise.all([W.articles(),W.orders()]);H({articles:e,orders:t}),await Le()}async function Le(){let e=Re();if(e.length===0){H({quote:void 0,basketProblem:void 0});return}let t=await K.quote.try(R.articles,e);t.ok?H({quote:t.value,basketProblem:void 0}):H({quote:void 0,basketProblem:t.error.message})}function Re(){return[...R.basket].map(([e,t])=>({sku:e,quantity:t}))}function ze(e,t){return t>0?R.basket.set(e,t):R.basket.delete(e),H(),G(Le)}function Be(){return G(async()=>{let e=await W.placeOrder.try(Re());if(e.ok){R.basket.clear(),location.hash=`#/orders/${e.value.id}`,await X();return}let{error:t}=e;switch(t.code){case`out_of_stock`:await X(),H({basketProblem:`${t.data.name}: somebody was faster, ${t.data.left} are left.`});break;case`empty_basket`:case`bad_quantity`:case`unknown_article`:H({basketProblem:t.message});break;default:throw t}})}async function Ve(e){let t=R.details?.order.id;t!==void 0&&t!==e&&(H({details:void 0}),await W.closeOrder(t)),e!==void 0&&H({details:await W.openOrder(e)})}function He(e){H({orders:[...R.orders.filter(({id:t})=>t!==e.id),e].sort((e,t)=>t.id-e.id)}),R.details?.order.id===e.id&&G(async()=>H({details:await W.openOrder(e.id)}))}function Ue(e,t){return G(async()=>{let n=await W.changeStatus.try(e,t);if(!n.ok){if(n.error.code!==`step_not_possible`)throw n.error;H({notice:{text:`The order is already ${n.error.data.status}.`,isError:!0}}),H({details:await W.openOrder(e)})}})}var We=0;function Ge(t,n){let r={id:++We,name:n.name,size:n.size,received:0,abort:new AbortController};return H({uploads:[...R.uploads,r]}),G(async()=>{let{signal:i}=r.abort,a=e.createJSStreamReference(n);try{let e=n.type||`application/octet-stream`,o={number:r.id,orderId:t,name:n.name,mediaType:e},s=await W.attachFile.try(o,a,{signal:i});if(!s.ok){if(s.error.code!==`file_too_large`)throw s.error;H({notice:{text:`${n.name} is too large: a file can have ${Ie(s.error.data.maxBytes)}.`,isError:!0}})}}finally{H({uploads:R.uploads.filter(e=>e!==r)})}})}function Ke(e,t){return G(async()=>Je(t,await(await W.download(e)).arrayBuffer()))}function qe(){return G(async()=>Je(`orders.csv`,await(await W.exportOrders()).arrayBuffer()))}function Je(e,t){let n=document.createElement(`a`);n.href=URL.createObjectURL(new Blob([t])),n.download=e,n.click(),setTimeout(()=>URL.revokeObjectURL(n.href))}function Ye(e){let t=new AbortController;return H({report:{percent:0,abort:t,forecasts:[]}}),G(async()=>{try{H({report:{percent:100,abort:void 0,forecasts:await W.stockForecast(e,{signal:t.signal})}})}finally{H({report:{...R.report,abort:void 0}})}})}function Xe(){let{abort:e,percent:t,forecasts:n}=R.report;return b`
    <section class="forecast" aria-label="Stock forecast">
      <h1>What will sell out?</h1>
      <p class="hint">Simulates the next days many times, from the sales of the last year.</p>
      <form class="card run" @submit=${e=>{e.preventDefault();let t=new FormData(e.currentTarget);Ye(Number(t.get(`days`)))}}>
        <label>Days <input name="days" type="number" min="1" max="365" value="30" required></label>
        ${e?b`
          <progress max="100" value=${t} aria-label="Forecast"></progress>
          <button type="button" @click=${()=>e.abort()}>Cancel</button>
        `:b`<button class="main">Run</button>`}
      </form>
      ${n.length>0?b`
        <ul class="list card risks">
          ${[...n].sort((e,t)=>t.risk-e.risk).map(Ze)}
        </ul>
      `:S}
    </section>
  `}function Ze({name:e,stock:t,expectedSales:n,risk:r,daysLeft:i}){return b`
    <li>
      <b>${e}</b>
      <meter min="0" max="1" low="0.3" high="0.7" optimum="0" .value=${r} aria-label="Risk"></meter>
      <span class="amount">${Math.round(r*100)} %</span>
      <span class="hint">
        ${t} in stock, about ${Math.round(n)} wanted${i===null?S:b`, gone in ${Math.round(i)} days`}
      </span>
    </li>
  `}var Qe=[{name:`amy`,text:`buys`},{name:`rory`,text:`buys, too`},{name:`river`,text:`packs and sends`}],Z;function $e(){let e=(e,t)=>G(async()=>{Z=await Ae(e,t)?void 0:`There is no such user with this password.`,H()});return b`
    <main class="login">
      <form class="card" @submit=${t=>{t.preventDefault();let n=new FormData(t.currentTarget);e(String(n.get(`name`)),String(n.get(`password`)))}}>
        <p class="brand">Leaf <i>&amp;</i> Kettle</p>
        <h1>Log in</h1>
        <label>Name <input name="name" autocomplete="username" required autofocus></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        ${Z?b`<p class="problem" role="alert">${Z}</p>`:S}
        <button class="main">Log in</button>
        <div class="demo">
          <p>This is a demonstration. Look around as</p>
          ${Qe.map(({name:t,text:n})=>b`
            <button type="button" @click=${()=>e(t,`demo`)}><b>${t}</b> ${n}</button>
          `)}
        </div>
      </form>
    </main>
  `}var{I:et}=ce,tt=e=>e===null||typeof e!=`object`&&typeof e!=`function`,nt=e=>e.strings===void 0,rt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},it=e=>(...t)=>({_$litDirective$:e,values:t}),at=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},Q=(e,t)=>{let n=e._$AN;if(n===void 0)return!1;for(let e of n)e._$AO?.(t,!1),Q(e,t);return!0},$=e=>{let t,n;do{if((t=e._$AM)===void 0)break;n=t._$AN,n.delete(e),e=t}while(n?.size===0)},ot=e=>{for(let t;t=e._$AM;e=t){let n=t._$AN;if(n===void 0)t._$AN=n=new Set;else if(n.has(e))break;n.add(e),lt(t)}};function st(e){this._$AN===void 0?this._$AM=e:($(this),this._$AM=e,ot(this))}function ct(e,t=!1,n=0){let r=this._$AH,i=this._$AN;if(i!==void 0&&i.size!==0){if(t){if(Array.isArray(r))for(let e=n;e<r.length;e++)Q(r[e],!1),$(r[e]);else r!=null&&(Q(r,!1),$(r))}else Q(this,e)}}var lt=e=>{e.type==rt.CHILD&&(e._$AP??=ct,e._$AQ??=st)},ut=class extends at{constructor(){super(...arguments),this._$AN=void 0}_$AT(e,t,n){super._$AT(e,t,n),ot(this),this.isConnected=e._$AU}_$AO(e,t=!0){e!==this.isConnected&&(this.isConnected=e,e?this.reconnected?.():this.disconnected?.()),t&&(Q(this,e),$(this))}setValue(e){if(nt(this._$Ct))this._$Ct._$AI(e,this);else{let t=[...this._$Ct._$AH];t[this._$Ci]=e,this._$Ct._$AI(t,this,0)}}disconnected(){}reconnected(){}},dt=class{constructor(e){this.G=e}disconnect(){this.G=void 0}reconnect(e){this.G=e}deref(){return this.G}},ft=class{constructor(){this.Y=void 0,this.Z=void 0}get(){return this.Y}pause(){this.Y??=new Promise(e=>this.Z=e)}resume(){this.Z?.(),this.Y=this.Z=void 0}},pt=e=>!tt(e)&&typeof e.then==`function`,mt=1073741823,ht=it(class extends ut{constructor(){super(...arguments),this._$Cwt=mt,this._$Cbt=[],this._$CK=new dt(this),this._$CX=new ft}render(...e){return e.find(e=>!pt(e))??x}update(e,t){let n=this._$Cbt,r=n.length;this._$Cbt=t;let i=this._$CK,a=this._$CX;this.isConnected||this.disconnected();for(let e=0;e<t.length&&!(e>this._$Cwt);e++){let o=t[e];if(!pt(o))return this._$Cwt=e,o;e<r&&o===n[e]||(this._$Cwt=mt,r=0,Promise.resolve(o).then(async e=>{for(;a.get();)await a.get();let t=i.deref();if(t!==void 0){let n=t._$Cbt.indexOf(o);n>-1&&n<t._$Cwt&&(t._$Cwt=n,t.setValue(e))}}))}return x}disconnected(){this._$CK.disconnect(),this._$CX.pause()}reconnected(){this._$CK.reconnect(this),this._$CX.resume()}}),gt=[`placed`,`packed`,`shipped`,`delivered`],_t={placed:`Place`,packed:`Mark as packed`,shipped:`Mark as shipped`,delivered:`Mark as delivered`,cancelled:`Cancel the order`};function vt(e){let{order:t,lines:n}=e,r=(e,t)=>b`<div><dt>${e}</dt><dd>${t}</dd></div>`;return b`
    <article class="card order" aria-label="Order ${t.id}">
      <a class="back" href="#/orders">All orders</a>
      <div class="title">
        <h1>Order ${t.id}</h1>
        <span class="badge" id="status" data-status=${t.status}>${t.status}</span>
      </div>
      <p class="hint">${t.customer}, ${Y(t.placedAt)}</p>
      ${yt(e)}
      <div class="actions">${ht(bt(e),S)}</div>
      <ul class="lines">
        ${n.map(e=>b`
          <li><span>${e.quantity} × ${e.name}</span><span>${J(e.total)}</span></li>
        `)}
      </ul>
      <dl class="totals">
        ${t.discount>0?r(`Discount`,`−${J(t.discount)}`):S}
        ${r(`Shipping`,t.shipping>0?J(t.shipping):`free`)}
        <div class="total"><dt>Total</dt><dd>${J(t.total)}</dd></div>
      </dl>
      ${xt(e)}
    </article>
  `}function yt({order:e,events:t}){return b`
    <ol class="path">
      ${(e.status===`cancelled`?t.map(({status:e})=>e):gt).map(e=>{let n=t.find(t=>t.status===e);return b`
          <li ?data-done=${n!==void 0} data-status=${e}>
            <b>${e}</b>${n?b`<time datetime=${n.at}>${Y(n.at)}</time>`:S}
          </li>
        `})}
    </ol>
  `}async function bt({order:e}){let t=R.user?.role??`customer`;return(await K.steps(e.status,t)).map(t=>b`
    <button class=${t===`cancelled`?`danger`:`main`} @click=${()=>Ue(e.id,t)}>${_t[t]}</button>
  `)}function xt({order:e,attachments:t}){return b`
    <section aria-label="Files">
      <h2>Files</h2>
      <ul class="files">
        ${t.map(({id:e,name:t,size:n})=>b`
          <li>
            <button class="link" @click=${()=>Ke(e,t)}>${t}</button>
            <span class="hint">${Ie(n)}</span>
          </li>
        `)}
        ${R.uploads.map(e=>b`
          <li class="upload">
            <span>${e.name}</span>
            <progress max=${e.size} value=${e.received} aria-label="Upload of ${e.name}"></progress>
            <button class="quiet" @click=${()=>e.abort.abort()}>Cancel</button>
          </li>
        `)}
      </ul>
      <label class="choose">
        <input type="file" multiple @change=${t=>{let n=t.currentTarget;for(let t of n.files??[])Ge(e.id,t);n.value=``}}>
        <span>Attach a file</span>
      </label>
    </section>
  `}function St(e){let{details:t,orders:n,user:r}=R,i=t&&String(t.order.id)===e;return b`
    <div class="split orders" ?data-open=${i}>
      <section aria-label="Orders">
        <div class="title">
          <h1>${r?.role===`staff`?`All orders`:`Your orders`}</h1>
          ${r?.role===`staff`?b`<button @click=${qe}>Export</button>`:S}
        </div>
        ${n.length===0?b`<p class="empty card">There are no orders yet.</p>`:b`
          <ul class="list card">${n.map(t=>Ct(t,String(t.id)===e))}</ul>
        `}
      </section>
      ${i?vt(t):b`<p class="card empty placeholder">Select an order to follow it.</p>`}
    </div>
  `}function Ct(e,t){return b`
    <li>
      <a href="#/orders/${e.id}" aria-current=${t?`true`:S}>
        <b>No. ${e.id}</b>
        <span class="badge" data-status=${e.status}>${e.status}</span>
        <span class="who">${e.customer}, ${e.articles} ${e.articles===1?`article`:`articles`}</span>
        <span class="amount">${J(e.total)}</span>
        <time datetime=${e.placedAt}>${Y(e.placedAt)}</time>
      </a>
    </li>
  `}function wt(){return b`
    <div class="split shop">
      <section aria-label="Articles">
        <h1>Today's shelf</h1>
        <ul class="shelf">${R.articles.map(Tt)}</ul>
      </section>
      <aside class="card basket" aria-label="Basket">${Et()}</aside>
    </div>
  `}function Tt(e,t){let n=R.basket.get(e.sku)??0,r=t=>()=>ze(e.sku,t);return b`
    <li class="card article" data-sku=${e.sku}>
      <span class="mark" data-mark=${t%4} aria-hidden="true">${e.name.slice(0,1)}</span>
      <h2>${e.name}</h2>
      <p class="price">${J(e.price)}</p>
      <p class="stock" ?data-low=${e.stock<10}>
        ${e.stock===0?`Sold out`:e.stock<10?`Only ${e.stock} left`:`In stock`}
      </p>
      ${n===0?b`
        <button ?disabled=${e.stock===0} @click=${r(1)} aria-label="Add ${e.name}">Add</button>
      `:b`
        <div class="stepper">
          <button @click=${r(n-1)} aria-label="One ${e.name} less">−</button>
          <output aria-label="${e.name} in the basket">${n}</output>
          <button @click=${r(n+1)} aria-label="One ${e.name} more">+</button>
        </div>
      `}
    </li>
  `}function Et(){let{quote:e,basketProblem:t}=R,n=(e,t)=>b`<div><dt>${e}</dt><dd>${t}</dd></div>`;return b`
    <h2>Basket</h2>
    ${e?b`
      <ul class="lines">
        ${e.lines.map(e=>b`
          <li><span>${e.quantity} × ${e.name}</span><span>${J(e.total)}</span></li>
        `)}
      </ul>
      <dl class="totals">
        ${n(`Subtotal`,J(e.subtotal))}
        ${e.discount>0?n(`Discount`,`−${J(e.discount)}`):S}
        ${n(`Shipping`,e.shipping>0?J(e.shipping):`free`)}
        <div class="total"><dt>Total</dt><dd id="total">${J(e.total)}</dd></div>
      </dl>
    `:t?S:b`<p class="empty">Nothing yet. Add something from the shelf.</p>`}
    ${t?b`<p class="problem" role="alert">${t}</p>`:S}
    <button class="main" ?disabled=${!e} @click=${Be}>Place the order</button>
    <p class="hint" id="priced-by">
      ${R.pricedBy===`page`?`Priced in this page, by the Rust code of the server.`:`Priced by the server.`}
    </p>
  `}var Dt=document.body;function Ot(){let[,e,t]=location.hash.split(`/`);if(!R.user)return R.connection===`refused`?$e():b`<p class="waiting">Connecting …</p>`;let n=R.user.role===`staff`,r=e===`forecast`&&n?Xe():e===`orders`||n?St(t):wt(),i=(e,t,n)=>b`<a href="#/${e}" aria-current=${n?`page`:S}>${t}</a>`;return b`
    <header>
      <a class="brand" href="#/">Leaf <i>&amp;</i> Kettle</a>
      <nav>
        ${n?S:i(`shop`,`Shop`,e!==`orders`)}
        ${i(`orders`,`Orders`,e===`orders`||n&&e!==`forecast`)}
        ${n?i(`forecast`,`Stock`,e===`forecast`):S}
      </nav>
      <span class="status" data-connection=${R.connection}>
        ${R.connection===`connected`?`Live`:`Reconnecting …`}
      </span>
      <span class="user">${R.user.name}</span>
      <button class="quiet" @click=${()=>G(je)}>Log out</button>
    </header>
    <main>${r}</main>
    ${R.notice?b`
      <div class="notice" role=${R.notice.isError?`alert`:`status`} ?data-error=${R.notice.isError}>
        <span>${R.notice.text}</span>
        <button class="quiet" aria-label="Dismiss" @click=${()=>H({notice:void 0})}>✕</button>
      </div>`:S}
  `}async function kt(){let[,e,t]=location.hash.split(`/`);await Ve(e===`orders`&&t?Number(t):void 0)}Te(()=>ue(Ot(),Dt)),Me(He),addEventListener(`hashchange`,()=>{H({notice:void 0}),R.user&&G(kt)}),De(async()=>{await X(),await kt()}),H();