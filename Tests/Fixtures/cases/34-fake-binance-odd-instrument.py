#!/usr/bin/env python3
"""A tiny Binance spot: one liquid symbol whose update id grows by 5 every 100 ms; a subscription takes effect LATE ms after its SUBSCRIBE;
REST depth tells the id of the moment (minus REST_LAG ids). Among its instruments one, ODDUSDT, has null for its tick size, or for its state
with the MODE stateless. usage: fakebinance.py PORT LATE_MS REST_LAG [MODE]"""
import asyncio,json,sys,time
from websockets.asyncio.server import serve
from websockets.http11 import Response
from websockets.datastructures import Headers
J=lambda o: json.dumps(o,separators=(",",":"))
PORT=int(sys.argv[1]); LATE=int(sys.argv[2])/1000; LAG=int(sys.argv[3]); MODE=sys.argv[4] if len(sys.argv)>4 else ""; SYM=sys.argv[5] if len(sys.argv)>5 else "BTCUSDT"
uid=int(time.time()*50)%100000000000; subs={}; log=lambda *a: print(f"{time.time():.3f}",*a,flush=True)
depth_calls=0
def http(connection,request):
    global depth_calls
    if request.headers.get("Upgrade","").lower()=="websocket": return None
    path=request.path; log("GET",path)
    body=b"{}"; code=200; extra={}
    if "depth" in path:
        depth_calls+=1
        lag=LAG
        if MODE=="oldtwice" and depth_calls>2: lag=0
        if MODE=="ban" and depth_calls==1: code=429; extra={"Retry-After":"3"}; body=b'{"code":-1003,"msg":"Too many requests"}'
        elif MODE=="ban" and depth_calls==2: code=418; body=('{"code":-1003,"msg":"Way too many requests; IP banned until %d."}'%int((time.time()+8)*1000)).encode()
        else: body=J({"lastUpdateId":uid-lag,"bids":[["100.00","1"],["99.00","2"]],"asks":[["101.00","1"],["102.00","2"]]}).encode()
    elif "exchangeInfo" in path:
        body=J({"timezone":"UTC","serverTime":int(time.time()*1000),"rateLimits":[],"symbols":[{"symbol":SYM,"status":"TRADING","baseAsset":SYM[:-4],"quoteAsset":"USDT","filters":[]},{"symbol":"ODDUSDT","status":None if MODE=="stateless" else "TRADING","baseAsset":"ODD","quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":None}]}]}).encode()
    return Response(code,"X",Headers({"Content-Type":"application/json","Content-Length":str(len(body)),**extra}),body)
async def handler(ws):
    log("WS open",ws.request.path); active=set()
    async def activate(names):
        await asyncio.sleep(LATE); active.update(names); subs[ws]=active; log("active",sorted(names))
    try:
        async for m in ws:
            log("recv",m[:160]); d=json.loads(m)
            if d.get("method")=="SUBSCRIBE":
                await ws.send(J({"result":None,"id":d["id"]})); asyncio.create_task(activate(d["params"]))
            elif d.get("method")=="UNSUBSCRIBE":
                active.difference_update(d["params"]); await ws.send(J({"result":None,"id":d["id"]}))
    except Exception as e: log("ws",repr(e))
    finally: subs.pop(ws,None); log("WS closed")
async def market():
    global uid
    n=0
    while True:
        await asyncio.sleep(0.1); first=uid+1; uid+=5; n+=1
        t=int(time.time()*1000)
        for ws,act in list(subs.items()):
            for s in list(act):
                if s.startswith(SYM.lower()+"@depth"):
                    try: await ws.send(J({"stream":s,"data":{"e":"depthUpdate","E":t,"s":SYM,"U":first,"u":uid,"b":[["100.00",str(1+n%9)]],"a":[]}}))
                    except Exception as e: log("send",repr(e))
async def main():
    async with serve(handler,"127.0.0.1",PORT,process_request=http,ping_interval=None,max_size=None): await market()
asyncio.run(main())
