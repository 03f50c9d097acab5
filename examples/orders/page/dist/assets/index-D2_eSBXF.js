import{DotNet as e,WasmConnection as t,connect as n,loadWasm as r,saveStream as i,streamWithProgress as a,userMessage as o}from"/_interop/index.js";(function(){let e=document.createElement(`link`).relList;if(e&&e.supports&&e.supports(`modulepreload`))return;for(let e of document.querySelectorAll(`link[rel="modulepreload"]`))n(e);new MutationObserver(e=>{for(let t of e)if(t.type===`childList`)for(let e of t.addedNodes)e.tagName===`LINK`&&e.rel===`modulepreload`&&n(e)}).observe(document,{childList:!0,subtree:!0});function t(e){let t={};return e.integrity&&(t.integrity=e.integrity),e.referrerPolicy&&(t.referrerPolicy=e.referrerPolicy),t.credentials=e.crossOrigin===`use-credentials`?`include`:e.crossOrigin===`anonymous`?`omit`:`same-origin`,t}function n(e){if(e.ep)return;e.ep=!0;let n=t(e);fetch(e.href,n)}})();var s=globalThis,c=e=>e,l=s.trustedTypes,u=l?l.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,d=`$lit$`,f=`lit$${Math.random().toFixed(9).slice(2)}$`,p=`?`+f,ee=`<${p}>`,m=document,h=()=>m.createComment(``),g=e=>e===null||typeof e!=`object`&&typeof e!=`function`,_=Array.isArray,te=e=>_(e)||typeof e?.[Symbol.iterator]==`function`,v=`[ 	
\f\r]`,y=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,b=/-->/g,ne=/>/g,x=RegExp(`>|${v}(?:([^\\s"'>=/]+)(${v}*=${v}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),S=/'/g,C=/"/g,re=/^(?:script|style|textarea|title)$/i,w=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),T=Symbol.for(`lit-noChange`),E=Symbol.for(`lit-nothing`),ie=new WeakMap,D=m.createTreeWalker(m,129);function O(e,t){if(!_(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return u===void 0?t:u.createHTML(t)}var ae=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=y;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===y?c[1]===`!--`?o=b:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=x):(re.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=x):o=ne:o===x?c[0]===`>`?(o=i??y,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?x:c[3]===`"`?C:S):o===C||o===S?o=x:o===b||o===ne?o=y:(o=x,i=void 0);let p=o===x&&e[t+1].startsWith(`/>`)?` `:``;a+=o===y?n+ee:l>=0?(r.push(s),n.slice(0,l)+d+n.slice(l)+f+p):n+f+(l===-2?t:p)}return[O(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},k=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[u,ee]=ae(t,n);if(this.el=e.createElement(u,r),D.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=D.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(d)){let t=ee[o++],n=i.getAttribute(e).split(f),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?se:r[1]===`?`?ce:r[1]===`@`?le:M}),i.removeAttribute(e)}else e.startsWith(f)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(re.test(i.tagName)){let e=i.textContent.split(f),t=e.length-1;if(t>0){i.textContent=l?l.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],h()),D.nextNode(),c.push({type:2,index:++a});i.append(e[t],h())}}}else if(i.nodeType===8){if(i.data===p)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(f,e+1))!==-1;)c.push({type:7,index:a}),e+=f.length-1}}a++}}static createElement(e,t){let n=m.createElement(`template`);return n.innerHTML=e,n}};function A(e,t,n=e,r){if(t===T)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=g(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=A(e,i._$AS(e,t.values),i,r)),t}var oe=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??m).importNode(t,!0);D.currentNode=r;let i=D.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new j(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new ue(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=D.nextNode(),a++)}return D.currentNode=m,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},j=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=E,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=A(this,e,t),g(e)?e===E||e==null||e===``?(this._$AH!==E&&this._$AR(),this._$AH=E):e!==this._$AH&&e!==T&&this._(e):e._$litType$===void 0?e.nodeType===void 0?te(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==E&&g(this._$AH)?this._$AA.nextSibling.data=e:this.T(m.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=k.createElement(O(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new oe(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=ie.get(e.strings);return t===void 0&&ie.set(e.strings,t=new k(e)),t}k(t){_(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(h()),this.O(h()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=c(e).nextSibling;c(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},M=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=E,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=E}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=A(this,e,t,0),a=!g(e)||e!==this._$AH&&e!==T,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=A(this,r[n+o],t,o),s===T&&(s=this._$AH[o]),a||=!g(s)||s!==this._$AH[o],s===E?e=E:e!==E&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===E?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},se=class extends M{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===E?void 0:e}},ce=class extends M{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==E)}},le=class extends M{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=A(this,e,t,0)??E)===T)return;let n=this._$AH,r=e===E&&n!==E||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==E&&(n===E||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ue=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){A(this,e)}},de={M:d,P:f,A:p,C:1,L:ae,R:oe,D:te,V:A,I:j,H:M,N:ce,U:le,B:se,F:ue},fe=s.litHtmlPolyfillSupport;fe?.(k,j),(s.litHtmlVersions??=[]).push(`3.3.3`);var pe=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new j(t.insertBefore(h(),e),e,void 0,n??{})}return i._$AI(e),i},N=()=>e;Symbol.dispose??=Symbol(`Symbol.dispose`);var me=Symbol(`conversion`);function P(e,...t){return Object.assign(I(t,(t,n,r)=>he(N(),t).invokeMethodAsync(e,n,...r)),{row:t})}var he=(e,t)=>t?e.withOptions(t):e;function F(e,t,n){let r=Object.entries(t).map(([e,{row:t}])=>[e,t]),i=()=>n??N();return ge(Object.fromEntries(r),(t,n,r)=>he(i(),t).invokeMethodAsync(e,n,...r),(t,n)=>i().invokeMethod(e,t,...n))}function ge(e,t,n){let r={},i={};for(let[a,o]of Object.entries(e)){let[e,s,c,l]=o;r[a]=I(o,t),i[a]=(...t)=>{let r;try{r=n(e,R(t,s))}catch(e){throw L(e,l)}return z(r,c)}}return Object.defineProperty(r,"sync",{value:i}),r}function I([e,t,n,r],i){let a=async(...a)=>{let o;try{o=await i(a[t],e,R(a,t))}catch(e){throw L(e,r)}return z(o,n)};return a.try=async(...e)=>{try{return{ok:!0,value:await a(...e)}}catch(e){if(typeof e?.code!=`string`)throw e;return{ok:!1,error:e}}},a}function L(e,t){return t&&Object.hasOwn(t,e?.code)&&(e.data=z(e.data,t[e.code])),e}function R(e,t){let n=e.slice(0,t);for(;n.length&&n[n.length-1]===void 0;)n.pop();return n}function z(e,t){if(!t||typeof e!=`object`||!e)return e;if(typeof t==`function`){let n=t();return n[me]?n[me](e):z(e,n)}if(Array.isArray(t))return t.reduce(z,e);for(let[n,r]of Object.entries(e)){let i=z(r,Object.hasOwn(t,n)?t[n]:t[`*`]);i!==r&&Object.defineProperty(e,n,{value:i})}return e}var _e=Symbol.for(`interop.owner`),ve=Symbol.for(`interop.page`);function ye(e){let t=t=>N().createJSObjectReference(e,t);return Object.defineProperties(Object.isExtensible(e)?e:Object.create(e),{[_e]:{value:ve,configurable:!0},serializeAsArg:{value:t,configurable:!0}})}function be(e,t,{contract:n}={}){let r=n&&Object.hasOwn(n,e)?n[e]:void 0;return r===void 0?`unknown`:r===t?`same`:`different`}function xe(e,t,n,r=`warn`){n.addEventListener(`connected`,({detail:n})=>{be(e,t,n)===`different`&&(typeof r==`function`?r(e):r===`reload`&&Se(`interop.contract ${e}`,`${t} ${n.contract[e]}`)||console.warn(`The client of the assembly '${e}' was generated for another version of it.`))})}function Se(e,t){try{if(sessionStorage.getItem(e)===t)return!1;sessionStorage.setItem(e,t)}catch{return!1}return location.reload(),!0}var Ce={quote:P(`Domain`,`quote`,2),steps:P(`Domain`,`steps`,2)},we=e=>F(`Domain`,Ce,e),Te={articles:P(`Orders`,`articles`,0),attachFile:P(`Orders`,`attach_file`,2),changeStatus:P(`Orders`,`change_status`,2),closeOrder:P(`Orders`,`close_order`,1),download:P(`Orders`,`download`,1),exportOrders:P(`Orders`,`export_orders`,1),followOrders:P(`Orders`,`follow_orders`,0),openOrder:P(`Orders`,`open_order`,1),placeOrder:P(`Orders`,`place_order`,1),session:P(`Orders`,`session`,0),stockForecast:P(`Orders`,`stock_forecast`,2)},Ee=e=>F(`Orders`,Te,e),De=`28acda90efd89d58028ec76ec1eeafdedb3d93b4c1defe93a084d879855df572`,Oe=(e,t)=>xe(`Orders`,De,e,t),B={...V(),connection:`connecting`};function V(){return{connection:`refused`,user:void 0,pricedBy:`server`,articles:[],basket:new Map,quote:void 0,basketProblem:void 0,orders:new Map,details:void 0,uploads:[],downloads:new Map,report:{percent:0,abort:void 0,forecasts:[]},notice:void 0}}var ke=()=>{},H=!1;function Ae(e){ke=e}function U(e={}){Object.assign(B,e),H||(H=!0,queueMicrotask(()=>{H=!1,ke()}))}function je(){U(V())}var W=n(`${location.origin}/_interop`);Oe(W,`reload`);var G=Ee(W);function Me(e){W.addEventListener(`connected`,()=>K(async()=>{let{user:t,hasModule:n}=await G.session();U({connection:`connected`,user:t,pricedBy:await Le(n)}),await e()})),W.addEventListener(`disconnected`,()=>U({connection:`lost`})),W.addEventListener(`refused`,({detail:e})=>{je(),e.code!==Ne&&U({notice:{text:e.reason,isError:!0}})})}var Ne=4401;async function Pe(e,t){let n=await fetch(`/login`,{method:`POST`,headers:{"content-type":`application/json`},body:JSON.stringify({name:e,password:t})});if(n.status===401)return!1;if(!n.ok)throw Error(`The server answers ${n.status}.`);return U({connection:`connecting`}),W.connect(),!0}async function Fe(){let e=await fetch(`/logout`,{method:`POST`});if(!e.ok)throw Error(`The server answers ${e.status}.`);W.close(),je()}var Ie={forbidden:`Only staff can do this.`,internal:`Something is wrong with the shop. We have been told.`};async function K(e){try{await e()}catch(e){let t=o(e,Ie);U(t?{notice:{text:t,isError:!0}}:{})}}var q;async function Le(e){let n=await r(e?`/domain/orders_domain.js`:void 0,{fallback:W});return q=we(n),n instanceof t?`page`:`server`}var Re=new Intl.NumberFormat(`en-IE`,{style:`currency`,currency:`EUR`}),ze=new Intl.DateTimeFormat(`en-GB`,{dateStyle:`medium`,timeStyle:`short`});function J(e){return Re.format(e/100)}function Y(e){return ze.format(new Date(e))}function Be(e){return e<1e6?`${Math.ceil(e/1e3)} kB`:`${(e/1e6).toFixed(1)} MB`}async function X(){U({articles:await G.articles()}),await He()}async function Ve(){B.orders.clear();try{for await(let e of await G.followOrders())B.orders.set(e.id,e),U()}catch(e){if(e.code!==`disconnected`)throw e}}async function He(){let e=Ue();if(e.length===0){U({quote:void 0,basketProblem:void 0});return}let t=await q.quote.try(B.articles,e);t.ok?U({quote:t.value,basketProblem:void 0}):U({quote:void 0,basketProblem:t.error.message})}function Ue(){return[...B.basket].map(([e,t])=>({sku:e,quantity:t}))}function We(e,t){return t>0?B.basket.set(e,t):B.basket.delete(e),U(),K(He)}function Ge(){return K(async()=>{let e=await G.placeOrder.try(Ue());if(e.ok){B.basket.clear(),location.hash=`#/orders/${e.value.id}`,await X();return}let{error:t}=e;switch(t.code){case`out_of_stock`:await X(),U({basketProblem:`${t.data.name}: somebody was faster, ${t.data.left} are left.`});break;case`empty_basket`:case`bad_quantity`:case`unknown_article`:U({basketProblem:t.message});break;default:throw t}})}async function Ke(e){let t=B.details?.order.id;t!==void 0&&t!==e&&(U({details:void 0}),await G.closeOrder(t)),e!==void 0&&U({details:await G.openOrder(e)})}function qe({id:e}){B.details?.order.id===e&&K(async()=>U({details:await G.openOrder(e)}))}function Je(e,t){return K(async()=>{let n=await G.changeStatus.try(e,t);if(!n.ok){if(n.error.code!==`step_not_possible`)throw n.error;U({notice:{text:`The order is already ${n.error.data.status}.`,isError:!0}}),U({details:await G.openOrder(e)})}})}function Ye(e,t){let n={name:t.name,size:t.size,sent:0,abort:new AbortController};U({uploads:[...B.uploads,n]});let r=a(t,e=>{n.sent=e,U()});return K(async()=>{try{let i=t.type||`application/octet-stream`,{signal:a}=n.abort,o=await G.attachFile.try({orderId:e,name:t.name,mediaType:i},r,{signal:a});if(!o.ok){if(o.error.code!==`file_too_large`)throw o.error;U({notice:{text:`${t.name} is too large: a file can have ${Be(o.error.data.maxBytes)}.`,isError:!0}})}}finally{U({uploads:B.uploads.filter(e=>e!==n)})}})}function Xe(e,t){return K(async()=>{try{await i(G.download(e),t,{onProgress(t){B.downloads.set(e,t),U()}})}finally{B.downloads.delete(e),U()}})}var Ze=ye({writeTimes:e=>e.map(Y)});function Qe(){return K(()=>i(G.exportOrders(Ze),`orders.csv`,{type:`text/csv`}))}function $e(e){let t=new AbortController;U({report:{percent:0,abort:t,forecasts:[]}});let n=e=>U({report:{...B.report,percent:e}});return K(async()=>{try{U({report:{percent:100,abort:void 0,forecasts:await G.stockForecast(e,n,{signal:t.signal})}})}finally{U({report:{...B.report,abort:void 0}})}})}function et(){let{abort:e,percent:t,forecasts:n}=B.report;return w`
    <section class="forecast" aria-label="Stock forecast">
      <h1>What will sell out?</h1>
      <p class="hint">Simulates the next days many times, from the sales of the last year.</p>
      <form class="card run" @submit=${e=>{e.preventDefault();let t=new FormData(e.currentTarget);$e(Number(t.get(`days`)))}}>
        <label>Days <input name="days" type="number" min="1" max="365" value="30" required></label>
        ${e?w`
          <progress max="100" value=${t} aria-label="Forecast"></progress>
          <button type="button" @click=${()=>e.abort()}>Cancel</button>
        `:w`<button class="main">Run</button>`}
      </form>
      ${n.length>0?w`
        <ul class="list card risks">
          ${[...n].sort((e,t)=>t.risk-e.risk).map(tt)}
        </ul>
      `:E}
    </section>
  `}function tt({name:e,stock:t,expectedSales:n,risk:r,daysLeft:i}){return w`
    <li>
      <b>${e}</b>
      <meter min="0" max="1" low="0.3" high="0.7" optimum="0" .value=${r} aria-label="Risk"></meter>
      <span class="amount">${Math.round(r*100)} %</span>
      <span class="hint">
        ${t} in stock, about ${Math.round(n)} wanted${i===null?E:w`, gone in ${Math.round(i)} days`}
      </span>
    </li>
  `}var nt=[{name:`amy`,text:`buys`},{name:`rory`,text:`buys, too`},{name:`river`,text:`packs and sends`}],Z;function rt(){let e=(e,t)=>K(async()=>{Z=await Pe(e,t)?void 0:`There is no such user with this password.`,U()});return w`
    <main class="login">
      <form class="card" @submit=${t=>{t.preventDefault();let n=new FormData(t.currentTarget);e(String(n.get(`name`)),String(n.get(`password`)))}}>
        <p class="brand">Leaf <i>&amp;</i> Kettle</p>
        <h1>Log in</h1>
        <label>Name <input name="name" autocomplete="username" required autofocus></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        ${Z?w`<p class="problem" role="alert">${Z}</p>`:E}
        <button class="main">Log in</button>
        <div class="demo">
          <p>This is a demonstration. Look around as</p>
          ${nt.map(({name:t,text:n})=>w`
            <button type="button" @click=${()=>e(t,`demo`)}><b>${t}</b> ${n}</button>
          `)}
        </div>
      </form>
    </main>
  `}var{I:it}=de,at=e=>e===null||typeof e!=`object`&&typeof e!=`function`,ot=e=>e.strings===void 0,st={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},ct=e=>(...t)=>({_$litDirective$:e,values:t}),lt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},Q=(e,t)=>{let n=e._$AN;if(n===void 0)return!1;for(let e of n)e._$AO?.(t,!1),Q(e,t);return!0},$=e=>{let t,n;do{if((t=e._$AM)===void 0)break;n=t._$AN,n.delete(e),e=t}while(n?.size===0)},ut=e=>{for(let t;t=e._$AM;e=t){let n=t._$AN;if(n===void 0)t._$AN=n=new Set;else if(n.has(e))break;n.add(e),pt(t)}};function dt(e){this._$AN===void 0?this._$AM=e:($(this),this._$AM=e,ut(this))}function ft(e,t=!1,n=0){let r=this._$AH,i=this._$AN;if(i!==void 0&&i.size!==0){if(t){if(Array.isArray(r))for(let e=n;e<r.length;e++)Q(r[e],!1),$(r[e]);else r!=null&&(Q(r,!1),$(r))}else Q(this,e)}}var pt=e=>{e.type==st.CHILD&&(e._$AP??=ft,e._$AQ??=dt)},mt=class extends lt{constructor(){super(...arguments),this._$AN=void 0}_$AT(e,t,n){super._$AT(e,t,n),ut(this),this.isConnected=e._$AU}_$AO(e,t=!0){e!==this.isConnected&&(this.isConnected=e,e?this.reconnected?.():this.disconnected?.()),t&&(Q(this,e),$(this))}setValue(e){if(ot(this._$Ct))this._$Ct._$AI(e,this);else{let t=[...this._$Ct._$AH];t[this._$Ci]=e,this._$Ct._$AI(t,this,0)}}disconnected(){}reconnected(){}},ht=class{constructor(e){this.G=e}disconnect(){this.G=void 0}reconnect(e){this.G=e}deref(){return this.G}},gt=class{constructor(){this.Y=void 0,this.Z=void 0}get(){return this.Y}pause(){this.Y??=new Promise(e=>this.Z=e)}resume(){this.Z?.(),this.Y=this.Z=void 0}},_t=e=>!at(e)&&typeof e.then==`function`,vt=1073741823,yt=ct(class extends mt{constructor(){super(...arguments),this._$Cwt=vt,this._$Cbt=[],this._$CK=new ht(this),this._$CX=new gt}render(...e){return e.find(e=>!_t(e))??T}update(e,t){let n=this._$Cbt,r=n.length;this._$Cbt=t;let i=this._$CK,a=this._$CX;this.isConnected||this.disconnected();for(let e=0;e<t.length&&!(e>this._$Cwt);e++){let o=t[e];if(!_t(o))return this._$Cwt=e,o;e<r&&o===n[e]||(this._$Cwt=vt,r=0,Promise.resolve(o).then(async e=>{for(;a.get();)await a.get();let t=i.deref();if(t!==void 0){let n=t._$Cbt.indexOf(o);n>-1&&n<t._$Cwt&&(t._$Cwt=n,t.setValue(e))}}))}return T}disconnected(){this._$CK.disconnect(),this._$CX.pause()}reconnected(){this._$CK.reconnect(this),this._$CX.resume()}}),bt=[`placed`,`packed`,`shipped`,`delivered`],xt={placed:`Place`,packed:`Mark as packed`,shipped:`Mark as shipped`,delivered:`Mark as delivered`,cancelled:`Cancel the order`};function St(e){let{order:t,lines:n}=e,r=(e,t)=>w`<div><dt>${e}</dt><dd>${t}</dd></div>`;return w`
    <article class="card order" aria-label="Order ${t.id}">
      <a class="back" href="#/orders">All orders</a>
      <div class="title">
        <h1>Order ${t.id}</h1>
        <span class="badge" id="status" data-status=${t.status}>${t.status}</span>
      </div>
      <p class="hint">${t.customer}, ${Y(t.placedAt)}</p>
      ${Ct(e)}
      <div class="actions">${yt(wt(e),E)}</div>
      <ul class="lines">
        ${n.map(e=>w`
          <li><span>${e.quantity} × ${e.name}</span><span>${J(e.total)}</span></li>
        `)}
      </ul>
      <dl class="totals">
        ${t.discount>0?r(`Discount`,`−${J(t.discount)}`):E}
        ${r(`Shipping`,t.shipping>0?J(t.shipping):`free`)}
        <div class="total"><dt>Total</dt><dd>${J(t.total)}</dd></div>
      </dl>
      ${Tt(e)}
    </article>
  `}function Ct({order:e,events:t}){return w`
    <ol class="path">
      ${(e.status===`cancelled`?t.map(({status:e})=>e):bt).map(e=>{let n=t.find(t=>t.status===e);return w`
          <li ?data-done=${n!==void 0} data-status=${e}>
            <b>${e}</b>${n?w`<time datetime=${n.at}>${Y(n.at)}</time>`:E}
          </li>
        `})}
    </ol>
  `}async function wt({order:e}){let t=B.user?.role??`customer`;return(await q.steps(e.status,t)).map(t=>w`
    <button class=${t===`cancelled`?`danger`:`main`} @click=${()=>Je(e.id,t)}>${xt[t]}</button>
  `)}function Tt({order:e,attachments:t}){return w`
    <section aria-label="Files">
      <h2>Files</h2>
      <ul class="files">
        ${t.map(({id:e,name:t,size:n})=>w`
          <li>
            <button class="link" @click=${()=>Xe(e,t)}>${t}</button>
            ${B.downloads.has(e)?w`<progress max=${n} value=${B.downloads.get(e)} aria-label="Download of ${t}"></progress>`:w`<span class="hint">${Be(n)}</span>`}
          </li>
        `)}
        ${B.uploads.map(e=>w`
          <li class="upload">
            <span>${e.name}</span>
            <progress max=${e.size} value=${e.sent} aria-label="Upload of ${e.name}"></progress>
            <button class="quiet" @click=${()=>e.abort.abort()}>Cancel</button>
          </li>
        `)}
      </ul>
      <label class="choose">
        <input type="file" multiple @change=${t=>{let n=t.currentTarget;for(let t of n.files??[])Ye(e.id,t);n.value=``}}>
        <span>Attach a file</span>
      </label>
    </section>
  `}function Et(e){let{details:t,user:n}=B,r=[...B.orders.values()].sort((e,t)=>t.id-e.id),i=t&&String(t.order.id)===e;return w`
    <div class="split orders" ?data-open=${i}>
      <section aria-label="Orders">
        <div class="title">
          <h1>${n?.role===`staff`?`All orders`:`Your orders`}</h1>
          ${n?.role===`staff`?w`<button @click=${Qe}>Export</button>`:E}
        </div>
        ${r.length===0?w`<p class="empty card">There are no orders yet.</p>`:w`
          <ul class="list card">${r.map(t=>Dt(t,String(t.id)===e))}</ul>
        `}
      </section>
      ${i?St(t):w`<p class="card empty placeholder">Select an order to follow it.</p>`}
    </div>
  `}function Dt(e,t){return w`
    <li>
      <a href="#/orders/${e.id}" aria-current=${t?`true`:E}>
        <b>No. ${e.id}</b>
        <span class="badge" data-status=${e.status}>${e.status}</span>
        <span class="who">${e.customer}, ${e.articles} ${e.articles===1?`article`:`articles`}</span>
        <span class="amount">${J(e.total)}</span>
        <time datetime=${e.placedAt}>${Y(e.placedAt)}</time>
      </a>
    </li>
  `}function Ot(){return w`
    <div class="split shop">
      <section aria-label="Articles">
        <h1>Today's shelf</h1>
        <ul class="shelf">${B.articles.map(kt)}</ul>
      </section>
      <aside class="card basket" aria-label="Basket">${At()}</aside>
    </div>
  `}function kt(e,t){let n=B.basket.get(e.sku)??0,r=t=>()=>We(e.sku,t);return w`
    <li class="card article" data-sku=${e.sku}>
      <span class="mark" data-mark=${t%4} aria-hidden="true">${e.name.slice(0,1)}</span>
      <h2>${e.name}</h2>
      <p class="price">${J(e.price)}</p>
      <p class="stock" ?data-low=${e.stock<10}>
        ${e.stock===0?`Sold out`:e.stock<10?`Only ${e.stock} left`:`In stock`}
      </p>
      ${n===0?w`
        <button ?disabled=${e.stock===0} @click=${r(1)} aria-label="Add ${e.name}">Add</button>
      `:w`
        <div class="stepper">
          <button @click=${r(n-1)} aria-label="One ${e.name} less">−</button>
          <output aria-label="${e.name} in the basket">${n}</output>
          <button @click=${r(n+1)} aria-label="One ${e.name} more">+</button>
        </div>
      `}
    </li>
  `}function At(){let{quote:e,basketProblem:t}=B,n=(e,t)=>w`<div><dt>${e}</dt><dd>${t}</dd></div>`;return w`
    <h2>Basket</h2>
    ${e?w`
      <ul class="lines">
        ${e.lines.map(e=>w`
          <li><span>${e.quantity} × ${e.name}</span><span>${J(e.total)}</span></li>
        `)}
      </ul>
      <dl class="totals">
        ${n(`Subtotal`,J(e.subtotal))}
        ${e.discount>0?n(`Discount`,`−${J(e.discount)}`):E}
        ${n(`Shipping`,e.shipping>0?J(e.shipping):`free`)}
        <div class="total"><dt>Total</dt><dd id="total">${J(e.total)}</dd></div>
      </dl>
    `:t?E:w`<p class="empty">Nothing yet. Add something from the shelf.</p>`}
    ${t?w`<p class="problem" role="alert">${t}</p>`:E}
    <button class="main" ?disabled=${!e} @click=${Ge}>Place the order</button>
    <p class="hint" id="priced-by">
      ${B.pricedBy===`page`?`Priced in this page, by the Rust code of the server.`:`Priced by the server.`}
    </p>
  `}var jt=document.body;function Mt(){let[,e,t]=location.hash.split(`/`);if(!B.user)return B.connection===`refused`?rt():w`<p class="waiting">Connecting …</p>`;let n=B.user.role===`staff`,r=e===`forecast`&&n?et():e===`orders`||n?Et(t):Ot(),i=(e,t,n)=>w`<a href="#/${e}" aria-current=${n?`page`:E}>${t}</a>`;return w`
    <header>
      <a class="brand" href="#/">Leaf <i>&amp;</i> Kettle</a>
      <nav>
        ${n?E:i(`shop`,`Shop`,e!==`orders`)}
        ${i(`orders`,`Orders`,e===`orders`||n&&e!==`forecast`)}
        ${n?i(`forecast`,`Stock`,e===`forecast`):E}
      </nav>
      <span class="status" data-connection=${B.connection}>
        ${B.connection===`connected`?`Live`:w`
          Reconnecting … <button class="link" @click=${()=>W.connect()}>Try now</button>
        `}
      </span>
      <span class="user">${B.user.name}</span>
      <button class="quiet" @click=${()=>K(Fe)}>Log out</button>
    </header>
    <main>${r}</main>
    ${B.notice?w`
      <div class="notice" role=${B.notice.isError?`alert`:`status`} ?data-error=${B.notice.isError}>
        <span>${B.notice.text}</span>
        <button class="quiet" aria-label="Dismiss" @click=${()=>U({notice:void 0})}>✕</button>
      </div>`:E}
  `}async function Nt(){let[,e,t]=location.hash.split(`/`);await Ke(e===`orders`&&t?Number(t):void 0)}Ae(()=>pe(Mt(),jt)),W.onEvent(`orders.changed`,qe),addEventListener(`hashchange`,()=>{U({notice:void 0}),B.user&&K(Nt)}),Me(async()=>{K(Ve),await X(),await Nt()}),U();