import{DotNet as e,connect as t,connectWasm as n}from"/_interop/index.js";(function(){let e=document.createElement(`link`).relList;if(e&&e.supports&&e.supports(`modulepreload`))return;for(let e of document.querySelectorAll(`link[rel="modulepreload"]`))n(e);new MutationObserver(e=>{for(let t of e)if(t.type===`childList`)for(let e of t.addedNodes)e.tagName===`LINK`&&e.rel===`modulepreload`&&n(e)}).observe(document,{childList:!0,subtree:!0});function t(e){let t={};return e.integrity&&(t.integrity=e.integrity),e.referrerPolicy&&(t.referrerPolicy=e.referrerPolicy),t.credentials=e.crossOrigin===`use-credentials`?`include`:e.crossOrigin===`anonymous`?`omit`:`same-origin`,t}function n(e){if(e.ep)return;e.ep=!0;let n=t(e);fetch(e.href,n)}})();var r=globalThis,i=e=>e,a=r.trustedTypes,o=a?a.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,s=`$lit$`,c=`lit$${Math.random().toFixed(9).slice(2)}$`,l=`?`+c,u=`<${l}>`,d=document,f=()=>d.createComment(``),p=e=>e===null||typeof e!=`object`&&typeof e!=`function`,m=Array.isArray,h=e=>m(e)||typeof e?.[Symbol.iterator]==`function`,g=`[ 	
\f\r]`,_=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,v=/-->/g,y=/>/g,b=RegExp(`>|${g}(?:([^\\s"'>=/]+)(${g}*=${g}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ee=/'/g,x=/"/g,S=/^(?:script|style|textarea|title)$/i,C=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),w=Symbol.for(`lit-noChange`),T=Symbol.for(`lit-nothing`),E=new WeakMap,D=d.createTreeWalker(d,129);function te(e,t){if(!m(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return o===void 0?t:o.createHTML(t)}var ne=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=_;for(let t=0;t<n;t++){let n=e[t],l,d,f=-1,p=0;for(;p<n.length&&(o.lastIndex=p,d=o.exec(n),d!==null);)p=o.lastIndex,o===_?d[1]===`!--`?o=v:d[1]===void 0?d[2]===void 0?d[3]!==void 0&&(o=b):(S.test(d[2])&&(i=RegExp(`</`+d[2],`g`)),o=b):o=y:o===b?d[0]===`>`?(o=i??_,f=-1):d[1]===void 0?f=-2:(f=o.lastIndex-d[2].length,l=d[1],o=d[3]===void 0?b:d[3]===`"`?x:ee):o===x||o===ee?o=b:o===v||o===y?o=_:(o=b,i=void 0);let m=o===b&&e[t+1].startsWith(`/>`)?` `:``;a+=o===_?n+u:f>=0?(r.push(l),n.slice(0,f)+s+n.slice(f)+c+m):n+c+(f===-2?t:m)}return[te(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},O=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let o=0,u=0,d=t.length-1,p=this.parts,[m,h]=ne(t,n);if(this.el=e.createElement(m,r),D.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=D.nextNode())!==null&&p.length<d;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(s)){let t=h[u++],n=i.getAttribute(e).split(c),r=/([.?@])?(.*)/.exec(t);p.push({type:1,index:o,name:r[2],strings:n,ctor:r[1]===`.`?M:r[1]===`?`?N:r[1]===`@`?P:j}),i.removeAttribute(e)}else e.startsWith(c)&&(p.push({type:6,index:o}),i.removeAttribute(e));if(S.test(i.tagName)){let e=i.textContent.split(c),t=e.length-1;if(t>0){i.textContent=a?a.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],f()),D.nextNode(),p.push({type:2,index:++o});i.append(e[t],f())}}}else if(i.nodeType===8){if(i.data===l)p.push({type:2,index:o});else{let e=-1;for(;(e=i.data.indexOf(c,e+1))!==-1;)p.push({type:7,index:o}),e+=c.length-1}}o++}}static createElement(e,t){let n=d.createElement(`template`);return n.innerHTML=e,n}};function k(e,t,n=e,r){if(t===w)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=p(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=k(e,i._$AS(e,t.values),i,r)),t}var re=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??d).importNode(t,!0);D.currentNode=r;let i=D.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new A(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new ie(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=D.nextNode(),a++)}return D.currentNode=d,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},A=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=T,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=k(this,e,t),p(e)?e===T||e==null||e===``?(this._$AH!==T&&this._$AR(),this._$AH=T):e!==this._$AH&&e!==w&&this._(e):e._$litType$===void 0?e.nodeType===void 0?h(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==T&&p(this._$AH)?this._$AA.nextSibling.data=e:this.T(d.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=O.createElement(te(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new re(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=E.get(e.strings);return t===void 0&&E.set(e.strings,t=new O(e)),t}k(t){m(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(f()),this.O(f()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=i(e).nextSibling;i(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},j=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=T,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=T}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=k(this,e,t,0),a=!p(e)||e!==this._$AH&&e!==w,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=k(this,r[n+o],t,o),s===w&&(s=this._$AH[o]),a||=!p(s)||s!==this._$AH[o],s===T?e=T:e!==T&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===T?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},M=class extends j{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===T?void 0:e}},N=class extends j{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==T)}},P=class extends j{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=k(this,e,t,0)??T)===w)return;let n=this._$AH,r=e===T&&n!==T||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==T&&(n===T||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ie=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){k(this,e)}},ae={M:s,P:c,A:l,C:1,L:ne,R:re,D:h,V:k,I:A,H:j,N,U:P,B:M,F:ie},oe=r.litHtmlPolyfillSupport;oe?.(O,A),(r.litHtmlVersions??=[]).push(`3.3.3`);var se=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new A(t.insertBefore(f(),e),e,void 0,n??{})}return i._$AI(e),i},ce=()=>e;Symbol.dispose??=Symbol(`Symbol.dispose`);function le(e,t,n){let r=e=>{let t=n??ce();return e?t.withOptions(e):t};return de(t,(t,n,i)=>r(t).invokeMethodAsync(e,n,...i),(t,n)=>r().invokeMethod(e,t,...n))}var ue=Symbol(`adopt`);function de(e,t,n){let r={},i={};for(let[a,[o,s,c,l]]of Object.entries(e)){let e=async(...e)=>{let n;try{n=await t(e[s],o,pe(e,s))}catch(e){throw fe(e,l)}return F(n,c)};e.try=async(...t)=>{try{return{ok:!0,value:await e(...t)}}catch(e){if(typeof e?.code!=`string`)throw e;return{ok:!1,error:e}}},r[a]=e,i[a]=(...e)=>{let t;try{t=n(o,pe(e,s))}catch(e){throw fe(e,l)}return F(t,c)}}return Object.defineProperty(r,"sync",{value:i}),r}function fe(e,t){return t&&Object.hasOwn(t,e?.code)&&(e.data=F(e.data,t[e.code])),e}function pe(e,t){let n=e.slice(0,t);for(;n.length&&n[n.length-1]===void 0;)n.pop();return n}function F(e,t){if(!t||typeof e!=`object`||!e)return e;if(typeof t==`function`){let n=t();return n[ue]?n[ue](e):F(e,n)}if(Array.isArray(t))return t.reduce(F,e);for(let[n,r]of Object.entries(e)){let i=F(r,Object.hasOwn(t,n)?t[n]:t[`*`]);i!==r&&Object.defineProperty(e,n,{value:i})}return e}function me(e,t,{contract:n}={}){let r=n&&Object.hasOwn(n,e)?n[e]:void 0;return r===void 0?`unknown`:r===t?`same`:`different`}function he(e,t,n,r=`warn`){n.addEventListener(`connected`,({detail:n})=>{me(e,t,n)===`different`&&(typeof r==`function`?r(e):r===`reload`&&ge(`interop.contract ${e}`,`${t} ${n.contract[e]}`)||console.warn(`The client of the assembly '${e}' was generated for another version of it.`))})}function ge(e,t){try{if(sessionStorage.getItem(e)===t)return!1;sessionStorage.setItem(e,t)}catch{return!1}return location.reload(),!0}var _e={quote:[`quote`,2],steps:[`steps`,2]},I=e=>le(`Domain`,_e,e);function ve(e){if(!(e instanceof Error))return String(e);if(e.name!==`AbortError`)switch(`code`in e?e.code:void 0){case`cancelled`:return;case`disconnected`:return`The connection was lost. Check whether it has worked before you try again.`;case`deadline_exceeded`:return`The server takes too long. Try again later.`;case`limit_exceeded`:return`That is more than the server accepts.`;case`forbidden`:return`Only staff can do this.`;case`internal`:return`Something is wrong with the shop. We have been told.`;default:return e.message}}var ye={articles:[`articles`,0],attachFile:[`attach_file`,2],changeStatus:[`change_status`,2],closeOrder:[`close_order`,1],download:[`download`,1],exportOrders:[`export_orders`,0],openOrder:[`open_order`,1],orders:[`orders`,0],placeOrder:[`place_order`,1],session:[`session`,0],stockForecast:[`stock_forecast`,1]},be=e=>le(`Orders`,ye,e),xe=`b4224e69774fba3f10796ae8d8b39e923d909bf7ad4aa83dc81ce0b21884a9c9`,Se=(e,t)=>he(`Orders`,xe,e,t),L={...R(),connection:`connecting`};function R(){return{connection:`refused`,user:void 0,pricedBy:`server`,articles:[],basket:new Map,quote:void 0,basketProblem:void 0,orders:[],details:void 0,uploads:[],report:{percent:0,abort:void 0,forecasts:[]},notice:void 0}}var z=()=>{},B=!1;function Ce(e){z=e}function V(e={}){Object.assign(L,e),B||(B=!0,queueMicrotask(()=>{B=!1,z()}))}function H(){V(R())}var U=t(`${location.origin}/_interop`);Se(U,`reload`);var W=be(U);function we(e){U.addEventListener(`connected`,()=>G(async()=>{let{user:t,hasModule:n}=await W.session();V({connection:`connected`,user:t,pricedBy:await Ae(n)}),await e()})),U.addEventListener(`disconnected`,()=>V({connection:`lost`})),U.addEventListener(`closed`,({detail:e})=>{e.code===Ee&&L.user&&U.connect()}),U.addEventListener(`refused`,({detail:e})=>{H(),e.code!==Te&&V({notice:{text:e.reason,isError:!0}})})}var Te=4401,Ee=4003;async function De(e,t){let n=await fetch(`/login`,{method:`POST`,headers:{"content-type":`application/json`},body:JSON.stringify({name:e,password:t})});if(n.status===401)return!1;if(!n.ok)throw Error(`The server answers ${n.status}.`);return V({connection:`connecting`}),U.connect(),!0}async function Oe(){let e=await fetch(`/logout`,{method:`POST`});if(!e.ok)throw Error(`The server answers ${e.status}.`);U.close(),H()}async function G(e){try{await e()}catch(e){let t=ve(e);V(t?{notice:{text:t,isError:!0}}:{})}}function ke(e){U.onEvent(`orders.changed`,e),U.onEvent(`uploads.progress`,(e,t)=>{let n=L.uploads.find(({id:t})=>t===e);n&&(n.received=t,V())}),U.onEvent(`forecast.progress`,e=>{L.report.percent=e,V()})}var K,q;async function Ae(e){if(!e)return K=I(U),`server`;if(!q){let e=await import(`/domain/orders_domain.js`);await e.default(),q=I(n(e))}return K=q,`page`}var je=new Intl.NumberFormat(`en-IE`,{style:`currency`,currency:`EUR`}),Me=new Intl.DateTimeFormat(`en-GB`,{dateStyle:`medium`,timeStyle:`short`});function J(e){return je.format(e/100)}function Y(e){return Me.format(new Date(e))}function Ne(e){return e<1e6?`${Math.ceil(e/1e3)} kB`:`${(e/1e6).toFixed(1)} MB`}async function X(){let[e,t]=await Promise.all([W.articles(),W.orders()]);V({articles:e,orders:t}),await Pe()}async function Pe(){let e=Fe();if(e.length===0){V({quote:void 0,basketProblem:void 0});return}let t=await K.quote.try(L.articles,e);t.ok?V({quote:t.value,basketProblem:void 0}):V({quote:void 0,basketProblem:t.error.message})}function Fe(){return[...L.basket].map(([e,t])=>({sku:e,quantity:t}))}function Ie(e,t){return t>0?L.basket.set(e,t):L.basket.delete(e),V(),G(Pe)}function Le(){return G(async()=>{let e=await W.placeOrder.try(Fe());if(e.ok){L.basket.clear(),location.hash=`#/orders/${e.value.id}`,await X();return}let{error:t}=e;switch(t.code){case`out_of_stock`:await X(),V({basketProblem:`${t.data.name}: somebody was faster, ${t.data.left} are left.`});break;case`empty_basket`:case`bad_quantity`:case`unknown_article`:V({basketProblem:t.message});break;default:throw t}})}async function Re(e){let t=L.details?.order.id;t!==void 0&&t!==e&&(V({details:void 0}),await W.closeOrder(t)),e!==void 0&&V({details:await W.openOrder(e)})}function ze(e){V({orders:[...L.orders.filter(({id:t})=>t!==e.id),e].sort((e,t)=>t.id-e.id)}),L.details?.order.id===e.id&&G(async()=>V({details:await W.openOrder(e.id)}))}function Be(e,t){return G(async()=>{let n=await W.changeStatus.try(e,t);if(!n.ok){if(n.error.code!==`step_not_possible`)throw n.error;V({notice:{text:`The order is already ${n.error.data.status}.`,isError:!0}}),V({details:await W.openOrder(e)})}})}var Ve=0;function He(t,n){let r={id:++Ve,name:n.name,size:n.size,received:0,abort:new AbortController};return V({uploads:[...L.uploads,r]}),G(async()=>{let{signal:i}=r.abort,a=e.createJSStreamReference(n);try{let e=n.type||`application/octet-stream`,o={number:r.id,orderId:t,name:n.name,mediaType:e},s=await W.attachFile.try(o,a,{signal:i});if(!s.ok){if(s.error.code!==`file_too_large`)throw s.error;V({notice:{text:`${n.name} is too large: a file can have ${Ne(s.error.data.maxBytes)}.`,isError:!0}})}}finally{V({uploads:L.uploads.filter(e=>e!==r)})}})}function Ue(e,t){return G(async()=>Ge(t,await(await W.download(e)).arrayBuffer()))}function We(){return G(async()=>Ge(`orders.csv`,await(await W.exportOrders()).arrayBuffer()))}function Ge(e,t){let n=document.createElement(`a`);n.href=URL.createObjectURL(new Blob([t])),n.download=e,n.click(),setTimeout(()=>URL.revokeObjectURL(n.href))}function Ke(e){let t=new AbortController;return V({report:{percent:0,abort:t,forecasts:[]}}),G(async()=>{try{V({report:{percent:100,abort:void 0,forecasts:await W.stockForecast(e,{signal:t.signal})}})}finally{V({report:{...L.report,abort:void 0}})}})}function qe(){let{abort:e,percent:t,forecasts:n}=L.report;return C`
    <section class="forecast" aria-label="Stock forecast">
      <h1>What will sell out?</h1>
      <p class="hint">Simulates the next days many times, from the sales of the last year.</p>
      <form class="card run" @submit=${e=>{e.preventDefault();let t=new FormData(e.currentTarget);Ke(Number(t.get(`days`)))}}>
        <label>Days <input name="days" type="number" min="1" max="365" value="30" required></label>
        ${e?C`
          <progress max="100" value=${t} aria-label="Forecast"></progress>
          <button type="button" @click=${()=>e.abort()}>Cancel</button>
        `:C`<button class="main">Run</button>`}
      </form>
      ${n.length>0?C`
        <ul class="list card risks">
          ${[...n].sort((e,t)=>t.risk-e.risk).map(Je)}
        </ul>
      `:T}
    </section>
  `}function Je({name:e,stock:t,expectedSales:n,risk:r,daysLeft:i}){return C`
    <li>
      <b>${e}</b>
      <meter min="0" max="1" low="0.3" high="0.7" optimum="0" .value=${r} aria-label="Risk"></meter>
      <span class="amount">${Math.round(r*100)} %</span>
      <span class="hint">
        ${t} in stock, about ${Math.round(n)} wanted${i===null?T:C`, gone in ${Math.round(i)} days`}
      </span>
    </li>
  `}var Ye=[{name:`amy`,text:`buys`},{name:`rory`,text:`buys, too`},{name:`river`,text:`packs and sends`}],Z;function Xe(){let e=(e,t)=>G(async()=>{Z=await De(e,t)?void 0:`There is no such user with this password.`,V()});return C`
    <main class="login">
      <form class="card" @submit=${t=>{t.preventDefault();let n=new FormData(t.currentTarget);e(String(n.get(`name`)),String(n.get(`password`)))}}>
        <p class="brand">Leaf <i>&amp;</i> Kettle</p>
        <h1>Log in</h1>
        <label>Name <input name="name" autocomplete="username" required autofocus></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        ${Z?C`<p class="problem" role="alert">${Z}</p>`:T}
        <button class="main">Log in</button>
        <div class="demo">
          <p>This is a demonstration. Look around as</p>
          ${Ye.map(({name:t,text:n})=>C`
            <button type="button" @click=${()=>e(t,`demo`)}><b>${t}</b> ${n}</button>
          `)}
        </div>
      </form>
    </main>
  `}var{I:Ze}=ae,Qe=e=>e===null||typeof e!=`object`&&typeof e!=`function`,$e=e=>e.strings===void 0,et={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},tt=e=>(...t)=>({_$litDirective$:e,values:t}),nt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},Q=(e,t)=>{let n=e._$AN;if(n===void 0)return!1;for(let e of n)e._$AO?.(t,!1),Q(e,t);return!0},$=e=>{let t,n;do{if((t=e._$AM)===void 0)break;n=t._$AN,n.delete(e),e=t}while(n?.size===0)},rt=e=>{for(let t;t=e._$AM;e=t){let n=t._$AN;if(n===void 0)t._$AN=n=new Set;else if(n.has(e))break;n.add(e),ot(t)}};function it(e){this._$AN===void 0?this._$AM=e:($(this),this._$AM=e,rt(this))}function at(e,t=!1,n=0){let r=this._$AH,i=this._$AN;if(i!==void 0&&i.size!==0){if(t){if(Array.isArray(r))for(let e=n;e<r.length;e++)Q(r[e],!1),$(r[e]);else r!=null&&(Q(r,!1),$(r))}else Q(this,e)}}var ot=e=>{e.type==et.CHILD&&(e._$AP??=at,e._$AQ??=it)},st=class extends nt{constructor(){super(...arguments),this._$AN=void 0}_$AT(e,t,n){super._$AT(e,t,n),rt(this),this.isConnected=e._$AU}_$AO(e,t=!0){e!==this.isConnected&&(this.isConnected=e,e?this.reconnected?.():this.disconnected?.()),t&&(Q(this,e),$(this))}setValue(e){if($e(this._$Ct))this._$Ct._$AI(e,this);else{let t=[...this._$Ct._$AH];t[this._$Ci]=e,this._$Ct._$AI(t,this,0)}}disconnected(){}reconnected(){}},ct=class{constructor(e){this.G=e}disconnect(){this.G=void 0}reconnect(e){this.G=e}deref(){return this.G}},lt=class{constructor(){this.Y=void 0,this.Z=void 0}get(){return this.Y}pause(){this.Y??=new Promise(e=>this.Z=e)}resume(){this.Z?.(),this.Y=this.Z=void 0}},ut=e=>!Qe(e)&&typeof e.then==`function`,dt=1073741823,ft=tt(class extends st{constructor(){super(...arguments),this._$Cwt=dt,this._$Cbt=[],this._$CK=new ct(this),this._$CX=new lt}render(...e){return e.find(e=>!ut(e))??w}update(e,t){let n=this._$Cbt,r=n.length;this._$Cbt=t;let i=this._$CK,a=this._$CX;this.isConnected||this.disconnected();for(let e=0;e<t.length&&!(e>this._$Cwt);e++){let o=t[e];if(!ut(o))return this._$Cwt=e,o;e<r&&o===n[e]||(this._$Cwt=dt,r=0,Promise.resolve(o).then(async e=>{for(;a.get();)await a.get();let t=i.deref();if(t!==void 0){let n=t._$Cbt.indexOf(o);n>-1&&n<t._$Cwt&&(t._$Cwt=n,t.setValue(e))}}))}return w}disconnected(){this._$CK.disconnect(),this._$CX.pause()}reconnected(){this._$CK.reconnect(this),this._$CX.resume()}}),pt=[`placed`,`packed`,`shipped`,`delivered`],mt={placed:`Place`,packed:`Mark as packed`,shipped:`Mark as shipped`,delivered:`Mark as delivered`,cancelled:`Cancel the order`};function ht(e){let{order:t,lines:n}=e,r=(e,t)=>C`<div><dt>${e}</dt><dd>${t}</dd></div>`;return C`
    <article class="card order" aria-label="Order ${t.id}">
      <a class="back" href="#/orders">All orders</a>
      <div class="title">
        <h1>Order ${t.id}</h1>
        <span class="badge" id="status" data-status=${t.status}>${t.status}</span>
      </div>
      <p class="hint">${t.customer}, ${Y(t.placedAt)}</p>
      ${gt(e)}
      <div class="actions">${ft(_t(e),T)}</div>
      <ul class="lines">
        ${n.map(e=>C`
          <li><span>${e.quantity} × ${e.name}</span><span>${J(e.total)}</span></li>
        `)}
      </ul>
      <dl class="totals">
        ${t.discount>0?r(`Discount`,`−${J(t.discount)}`):T}
        ${r(`Shipping`,t.shipping>0?J(t.shipping):`free`)}
        <div class="total"><dt>Total</dt><dd>${J(t.total)}</dd></div>
      </dl>
      ${vt(e)}
    </article>
  `}function gt({order:e,events:t}){return C`
    <ol class="path">
      ${(e.status===`cancelled`?t.map(({status:e})=>e):pt).map(e=>{let n=t.find(t=>t.status===e);return C`
          <li ?data-done=${n!==void 0} data-status=${e}>
            <b>${e}</b>${n?C`<time datetime=${n.at}>${Y(n.at)}</time>`:T}
          </li>
        `})}
    </ol>
  `}async function _t({order:e}){let t=L.user?.role??`customer`;return(await K.steps(e.status,t)).map(t=>C`
    <button class=${t===`cancelled`?`danger`:`main`} @click=${()=>Be(e.id,t)}>${mt[t]}</button>
  `)}function vt({order:e,attachments:t}){return C`
    <section aria-label="Files">
      <h2>Files</h2>
      <ul class="files">
        ${t.map(({id:e,name:t,size:n})=>C`
          <li>
            <button class="link" @click=${()=>Ue(e,t)}>${t}</button>
            <span class="hint">${Ne(n)}</span>
          </li>
        `)}
        ${L.uploads.map(e=>C`
          <li class="upload">
            <span>${e.name}</span>
            <progress max=${e.size} value=${e.received} aria-label="Upload of ${e.name}"></progress>
            <button class="quiet" @click=${()=>e.abort.abort()}>Cancel</button>
          </li>
        `)}
      </ul>
      <label class="choose">
        <input type="file" multiple @change=${t=>{let n=t.currentTarget;for(let t of n.files??[])He(e.id,t);n.value=``}}>
        <span>Attach a file</span>
      </label>
    </section>
  `}function yt(e){let{details:t,orders:n,user:r}=L,i=t&&String(t.order.id)===e;return C`
    <div class="split orders" ?data-open=${i}>
      <section aria-label="Orders">
        <div class="title">
          <h1>${r?.role===`staff`?`All orders`:`Your orders`}</h1>
          ${r?.role===`staff`?C`<button @click=${We}>Export</button>`:T}
        </div>
        ${n.length===0?C`<p class="empty card">There are no orders yet.</p>`:C`
          <ul class="list card">${n.map(t=>bt(t,String(t.id)===e))}</ul>
        `}
      </section>
      ${i?ht(t):C`<p class="card empty placeholder">Select an order to follow it.</p>`}
    </div>
  `}function bt(e,t){return C`
    <li>
      <a href="#/orders/${e.id}" aria-current=${t?`true`:T}>
        <b>No. ${e.id}</b>
        <span class="badge" data-status=${e.status}>${e.status}</span>
        <span class="who">${e.customer}, ${e.articles} ${e.articles===1?`article`:`articles`}</span>
        <span class="amount">${J(e.total)}</span>
        <time datetime=${e.placedAt}>${Y(e.placedAt)}</time>
      </a>
    </li>
  `}function xt(){return C`
    <div class="split shop">
      <section aria-label="Articles">
        <h1>Today's shelf</h1>
        <ul class="shelf">${L.articles.map(St)}</ul>
      </section>
      <aside class="card basket" aria-label="Basket">${Ct()}</aside>
    </div>
  `}function St(e,t){let n=L.basket.get(e.sku)??0,r=t=>()=>Ie(e.sku,t);return C`
    <li class="card article" data-sku=${e.sku}>
      <span class="mark" data-mark=${t%4} aria-hidden="true">${e.name.slice(0,1)}</span>
      <h2>${e.name}</h2>
      <p class="price">${J(e.price)}</p>
      <p class="stock" ?data-low=${e.stock<10}>
        ${e.stock===0?`Sold out`:e.stock<10?`Only ${e.stock} left`:`In stock`}
      </p>
      ${n===0?C`
        <button ?disabled=${e.stock===0} @click=${r(1)} aria-label="Add ${e.name}">Add</button>
      `:C`
        <div class="stepper">
          <button @click=${r(n-1)} aria-label="One ${e.name} less">−</button>
          <output aria-label="${e.name} in the basket">${n}</output>
          <button @click=${r(n+1)} aria-label="One ${e.name} more">+</button>
        </div>
      `}
    </li>
  `}function Ct(){let{quote:e,basketProblem:t}=L,n=(e,t)=>C`<div><dt>${e}</dt><dd>${t}</dd></div>`;return C`
    <h2>Basket</h2>
    ${e?C`
      <ul class="lines">
        ${e.lines.map(e=>C`
          <li><span>${e.quantity} × ${e.name}</span><span>${J(e.total)}</span></li>
        `)}
      </ul>
      <dl class="totals">
        ${n(`Subtotal`,J(e.subtotal))}
        ${e.discount>0?n(`Discount`,`−${J(e.discount)}`):T}
        ${n(`Shipping`,e.shipping>0?J(e.shipping):`free`)}
        <div class="total"><dt>Total</dt><dd id="total">${J(e.total)}</dd></div>
      </dl>
    `:t?T:C`<p class="empty">Nothing yet. Add something from the shelf.</p>`}
    ${t?C`<p class="problem" role="alert">${t}</p>`:T}
    <button class="main" ?disabled=${!e} @click=${Le}>Place the order</button>
    <p class="hint" id="priced-by">
      ${L.pricedBy===`page`?`Priced in this page, by the Rust code of the server.`:`Priced by the server.`}
    </p>
  `}var wt=document.body;function Tt(){let[,e,t]=location.hash.split(`/`);if(!L.user)return L.connection===`refused`?Xe():C`<p class="waiting">Connecting …</p>`;let n=L.user.role===`staff`,r=e===`forecast`&&n?qe():e===`orders`||n?yt(t):xt(),i=(e,t,n)=>C`<a href="#/${e}" aria-current=${n?`page`:T}>${t}</a>`;return C`
    <header>
      <a class="brand" href="#/">Leaf <i>&amp;</i> Kettle</a>
      <nav>
        ${n?T:i(`shop`,`Shop`,e!==`orders`)}
        ${i(`orders`,`Orders`,e===`orders`||n&&e!==`forecast`)}
        ${n?i(`forecast`,`Stock`,e===`forecast`):T}
      </nav>
      <span class="status" data-connection=${L.connection}>
        ${L.connection===`connected`?`Live`:`Reconnecting …`}
      </span>
      <span class="user">${L.user.name}</span>
      <button class="quiet" @click=${()=>G(Oe)}>Log out</button>
    </header>
    <main>${r}</main>
    ${L.notice?C`
      <div class="notice" role=${L.notice.isError?`alert`:`status`} ?data-error=${L.notice.isError}>
        <span>${L.notice.text}</span>
        <button class="quiet" aria-label="Dismiss" @click=${()=>V({notice:void 0})}>✕</button>
      </div>`:T}
  `}async function Et(){let[,e,t]=location.hash.split(`/`);await Re(e===`orders`&&t?Number(t):void 0)}Ce(()=>se(Tt(),wt)),ke(ze),addEventListener(`hashchange`,()=>{V({notice:void 0}),L.user&&G(Et)}),we(async()=>{await X(),await Et()}),V();